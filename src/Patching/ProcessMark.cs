namespace Shim.Patching;

/// <summary>
/// Says in the process, whatever load context an assembly is in, that it is patched: another copy of this one has a map of detours of its own, and would divert
/// what leads to a replacement already.
/// </summary>
internal static class ProcessMark
{
    private const string Name = "GreenShim";

    /// <exception cref="PatchRefusedException">Another copy has set it.</exception>
    internal static void Set()
    {
        var own = typeof(ProcessMark).Assembly;
        if (AppContext.GetData(Name) is { } other && !ReferenceEquals(other, own))
        {
            throw new PatchRefusedException("another copy of GreenShim has patched this process");
        }

        AppContext.SetData(Name, own);
    }

    internal static void Clear()
    {
        if (AppContext.GetData(Name) is { } mark && ReferenceEquals(mark, typeof(ProcessMark).Assembly))
        {
            AppContext.SetData(Name, null);
        }
    }
}
