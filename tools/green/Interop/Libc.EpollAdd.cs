using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Watches <paramref name="fd"/> for input, level-triggered, under the key <paramref name="data"/>; returns 0, or a negative errno.</summary>
    internal static int EpollAdd(int epoll, int fd, ulong data)
    {
        var e = new EpollEvent { Events = 1, Data = data };
        return EpollCtlNative(epoll, 1, fd, &e) < 0 ? -Marshal.GetLastSystemError() : 0;
    }

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int EpollCtlNative(int epoll, int op, int fd, EpollEvent* e);
}
