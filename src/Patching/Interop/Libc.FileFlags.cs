using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    internal const int OpenNonBlocking = 0x800;
    internal const int OpenDataSync = 0x1000;
    internal const int OpenWriteOnly = 1;
    internal const int OpenAppend = 0x400;
    internal const int OpenNoTerminal = 0x100;

    private const int GetFlags = 3;

    /// <summary>fcntl(F_GETFL): the flags of the open file description.</summary>
    /// <returns>The flags, or a negative errno.</returns>
    internal static int FileFlags(nint fd)
    {
        int flags = FcntlCore((int)fd, GetFlags, 0);
        return flags < 0 ? -Marshal.GetLastSystemError() : flags;
    }

    /// <summary>Whether calls never wait: O_NONBLOCK is set, or there is no such file.</summary>
    internal static bool IsNonBlocking(nint fd)
    {
        int flags = FileFlags(fd);
        return flags < 0 || (flags & OpenNonBlocking) != 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FcntlCore(int fd, int command, nint argument);
}
