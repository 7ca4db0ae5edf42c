using Shim.Green;

namespace Shim.Patching.Replacements.Files;

/// <summary>The native threads that wait for files.</summary>
internal static class FilePools
{
    internal const string DiskVariable = "GREENSHIM_DISK_THREADS";

    // A disk serves a few requests at a time; more threads than it serves only queue in the kernel instead of here. A network file system that
    // hangs keeps that many threads, and then every file: the price of a bound.
    private const int DefaultDiskThreads = 16;

    /// <summary>For calls that come back by themselves, sooner or later.</summary>
    internal static NativePool Disk { get; } = new("disk", EnvironmentNumber.Read(DiskVariable, "threads", 1) ?? DefaultDiskThreads);

    /// <summary>
    /// For calls that wait for somebody, such as the other end of a FIFO, which may be another green thread that has yet to get there: with
    /// a bound they would wait for each other.
    /// </summary>
    internal static NativePool Peers { get; } = new("file", int.MaxValue);
}
