using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Waits for <paramref name="timeout"/> at most. The number of events, or a negative errno, ENOSYS before Linux
    /// 5.11.</summary>
    public static int EpollPWait2(int epollFd, void* events, int capacity, Timespec* timeout)
    {
        int result = epoll_pwait2(epollFd, events, capacity, timeout, null);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int epoll_pwait2(int epollFd, void* events, int capacity, Timespec* timeout, void* signalMask);
}
