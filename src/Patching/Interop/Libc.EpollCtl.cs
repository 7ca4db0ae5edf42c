using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    internal const int EpollAdd = 1;
    internal const uint EpollPriority = 2;

    /// <returns>0, or -1.</returns>
    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    internal static partial int EpollCtl(int epoll, int operation, int fd, EpollEvent* change);
}
