using Shim.Green;

namespace DetourHost;

/// <summary>Patches nothing; says how the hub was set up by somebody else.</summary>
internal static class PrintOptions
{
    internal static int Run(string[] args)
    {
        Console.WriteLine(Hub.Default.Options);
        return 0;
    }
}
