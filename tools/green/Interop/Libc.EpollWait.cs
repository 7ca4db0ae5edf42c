using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Waits up to <paramref name="timeoutMs"/> milliseconds; returns the number of events, or a negative errno.</summary>
    internal static int EpollWait(int epoll, EpollEvent* events, int count, int timeoutMs)
    {
        int n = EpollWaitNative(epoll, events, count, timeoutMs);
        return n < 0 ? -Marshal.GetLastSystemError() : n;
    }

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int EpollWaitNative(int epoll, EpollEvent* events, int count, int timeoutMs);
}
