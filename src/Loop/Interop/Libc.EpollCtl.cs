using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Adds, changes or removes. 0, or a negative errno.</summary>
    public static int EpollCtl(int epollFd, int op, int fd, void* item)
    {
        int result = epoll_ctl(epollFd, op, fd, item);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    // With a GC transition, as it may wait: it asks the file whether it is ready (fs/eventpoll.c, ep_item_poll), and a file of FUSE asks its server
    // (fs/fuse/file.c, fuse_file_poll); without one the GC would wait with it, and with the GC all other threads.
    [LibraryImport("libc")]
    private static partial int epoll_ctl(int epollFd, int op, int fd, void* item);
}
