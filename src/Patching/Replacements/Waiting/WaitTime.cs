using System.Diagnostics;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>A time limit in the terms of <c>GreenThread.Park</c>, counted down over several parks.</summary>
internal readonly struct WaitTime
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private static readonly long s_nanosecondsPerTick = 1_000_000_000 / Stopwatch.Frequency;

    private readonly long _end;

    /// <param name="milliseconds">From now; -1 for no limit.</param>
    internal WaitTime(int milliseconds) => _end = milliseconds < 0 ? -1 : Now + Nanoseconds(milliseconds);

    private static long Now => Stopwatch.GetTimestamp() * s_nanosecondsPerTick;

    /// <summary>Whether there is no limit.</summary>
    internal bool IsForever => _end < 0;

    /// <summary>What is left, at least 0; -1 for no limit.</summary>
    internal long Left => IsForever ? -1 : Math.Max(0, _end - Now);

    /// <summary>What is left, for a wait of the runtime's, which must not end before it; -1 for no limit.</summary>
    internal int LeftMilliseconds => IsForever ? Timeout.Infinite : (int)Math.Min((Left / NanosecondsPerMillisecond) + 1, int.MaxValue);

    /// <summary>What is left, but no more than <paramref name="most"/> nanoseconds.</summary>
    internal long LeftUpTo(long most) => IsForever ? most : Math.Min(most, Left);

    internal static long Nanoseconds(int milliseconds) => milliseconds < 0 ? -1 : milliseconds * NanosecondsPerMillisecond;
}
