using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    internal const int ProtRead = 1;
    internal const int ProtWrite = 2;
    internal const int ProtExec = 4;
    internal const int MapShared = 0x01;
    internal const int MapPrivate = 0x02;
    internal const int MapAnonymous = 0x20;
    internal const int MapFixedNoReplace = 0x100000;

    /// <returns>The address, or a negative errno (-4095..-1).</returns>
    internal static nint Mmap(nint address, nint length, int protection, int flags, int fd, long offset)
    {
        var mapped = MmapCore(address, length, protection, flags, fd, offset);
        return mapped == -1 ? -Marshal.GetLastSystemError() : mapped;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MmapCore(nint address, nint length, int protection, int flags, int fd, long offset);
}
