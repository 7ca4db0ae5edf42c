using System.Diagnostics;

namespace Shim.Loop;

/// <summary>CLOCK_MONOTONIC. Unlike the wall clock it does not jump; unlike CLOCK_BOOTTIME it stands still while the machine
/// sleeps.</summary>
internal sealed class MonotonicClock : IClock
{
    public static readonly MonotonicClock Instance = new();

    private MonotonicClock()
    {
    }

    // Stopwatch ticks are nanoseconds of CLOCK_MONOTONIC on every Unix, and there is no backend for anything else.
    public long Now => Stopwatch.GetTimestamp();
}
