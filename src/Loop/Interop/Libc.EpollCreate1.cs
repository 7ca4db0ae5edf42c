using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>A new set; its descriptor, or a negative errno.</summary>
    public static int EpollCreate1(int flags)
    {
        int result = epoll_create1(flags);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int epoll_create1(int flags);
}
