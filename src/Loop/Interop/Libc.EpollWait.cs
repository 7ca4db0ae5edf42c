using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Waits for <paramref name="timeoutMs"/> milliseconds at most. The number of events, or a negative errno.</summary>
    public static int EpollWait(int epollFd, void* events, int capacity, int timeoutMs)
    {
        int result = epoll_wait(epollFd, events, capacity, timeoutMs);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int epoll_wait(int epollFd, void* events, int capacity, int timeout);
}
