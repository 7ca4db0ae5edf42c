using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>The flags of a descriptor, or a negative errno: EBADF if it is none.</summary>
    public static int GetFdFlags(int fd)
    {
        int result = fcntl(fd, F_GETFD);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command);
}
