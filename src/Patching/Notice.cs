namespace Shim.Patching;

/// <summary>A line for the user, on standard error.</summary>
internal static class Notice
{
    /// <summary>Writes it, if that can be done: the first use of the console takes a thread and descriptors, and their lack is what there may be to tell.</summary>
    internal static void Write(string line)
    {
        try
        {
            Console.Error.WriteLine($"GreenShim: {line}");
        }
        catch (Exception)
        {
            // Nobody can be told.
        }
    }
}
