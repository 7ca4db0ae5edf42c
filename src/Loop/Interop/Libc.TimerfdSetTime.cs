using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    // <sys/timerfd.h>
    public const int TFD_TIMER_ABSTIME = 1;
    public const int TFD_TIMER_CANCEL_ON_SET = 2;

    /// <summary>Sets a timer, to fire once. With <see cref="TFD_TIMER_CANCEL_ON_SET"/> it is readable, too, when the clock is set. 0, or
    /// a negative errno.</summary>
    public static int TimerfdSetTime(int fd, int flags, long seconds)
    {
        // struct itimerspec: the interval, then the time.
        Timespec* setting = stackalloc Timespec[2] { default, new Timespec(seconds, 0) };
        return timerfd_settime(fd, flags, setting, null) < 0 ? -Marshal.GetLastSystemError() : 0;
    }

    [LibraryImport("libc")]
    private static partial int timerfd_settime(int fd, int flags, Timespec* setting, Timespec* oldSetting);
}
