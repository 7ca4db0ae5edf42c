using System.Diagnostics;
using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>CLOCK_MONOTONIC, and CLOCK_REALTIME as the wall clock. Unlike the wall clock it does not jump; unlike CLOCK_BOOTTIME it stands
/// still while the machine sleeps.</summary>
internal sealed class MonotonicClock : IClock
{
    /// <summary>In the year 2255, which is about as far as the kernel counts.</summary>
    private const long FarFutureSeconds = 9_000_000_000;

    public static readonly MonotonicClock Instance = new();

    private MonotonicClock()
    {
    }

    // Stopwatch ticks are nanoseconds of CLOCK_MONOTONIC on every Unix, and there is no backend for anything else.
    public long Now => Stopwatch.GetTimestamp();

    public long WallNow => (TimeProvider.System.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    public int OpenJumpDescriptor()
    {
        int fd = Libc.TimerfdCreate(Libc.CLOCK_REALTIME, Libc.TFD_CLOEXEC | Libc.TFD_NONBLOCK);
        if (fd >= 0 && Libc.TimerfdSetTime(fd, Libc.TFD_TIMER_ABSTIME | Libc.TFD_TIMER_CANCEL_ON_SET, FarFutureSeconds) < 0)
        {
            Libc.Close(fd);
            fd = -1;
        }
        return Math.Max(fd, -1);
    }

    // Not Thread.Sleep: it counts in milliseconds, and the green-thread library diverts it.
    public void Sleep(long nanoseconds) =>
        Libc.Nanosleep(new Libc.Timespec(nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000));
}
