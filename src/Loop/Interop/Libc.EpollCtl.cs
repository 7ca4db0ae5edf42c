using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Adds, changes or removes. 0, or a negative errno.</summary>
    public static int EpollCtl(int epollFd, int op, int fd, void* item)
    {
        int result = epoll_ctl(epollFd, op, fd, item);
        return result < 0 ? -Marshal.GetLastPInvokeError() : result;
    }

    // It never waits, so that the GC need not be told that it may run meanwhile.
    [LibraryImport("libc", SetLastError = true), SuppressGCTransition]
    private static partial int epoll_ctl(int epollFd, int op, int fd, void* item);
}
