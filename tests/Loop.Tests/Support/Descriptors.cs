namespace Shim.Loop.Tests.Support;

internal static class Descriptors
{
    /// <summary>How many this process has open, files aside: assemblies that are loaded meanwhile stay open.</summary>
    public static int Count() =>
        Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget is { } target && !target.StartsWith('/'));
}
