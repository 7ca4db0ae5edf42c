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

    // Stopwatch ticks are nanoseconds on every Unix; Frequency is a JIT constant there, so that the division goes away.
    public long Now => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);
}
