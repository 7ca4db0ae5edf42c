using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    // <time.h>, <sys/timerfd.h>
    public const int CLOCK_REALTIME = 0;
    public const int TFD_CLOEXEC = 0x80000;
    public const int TFD_NONBLOCK = 0x800;

    /// <summary>A new timer; its descriptor, or a negative errno.</summary>
    public static int TimerfdCreate(int clock, int flags)
    {
        int result = timerfd_create(clock, flags);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int timerfd_create(int clock, int flags);
}
