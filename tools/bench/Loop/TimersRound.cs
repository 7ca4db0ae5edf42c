using System.Diagnostics;
using Shim.Loop;

namespace Bench.Loop;

/// <summary>Very many timers are started, then postponed, then fire. The same as <c>timers</c> in libev/loop.c; keep them alike.</summary>
internal sealed class TimersRound
{
    private readonly EventLoop _loop;
    private readonly TimerWatcher[] _timers;
    private ulong _seed = 1;
    private int _left;

    internal TimersRound(EventLoop loop, int count)
    {
        _loop = loop;
        _timers = new TimerWatcher[count];
        for (int i = 0; i < count; i++)
        {
            _timers[i] = new TimerWatcher(loop, static w => ((TimersRound)w.Data!)._left--) { Data = this };
        }
    }

    /// <returns>The time for each start, each `again`, each one that fires, and the allocated bytes of all three.</returns>
    internal (double Start, double Again, double Fire, double Bytes) Run()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        _loop.UpdateNow();
        long from = Stopwatch.GetTimestamp();
        foreach (TimerWatcher timer in _timers)
        {
            timer.Start(3600_000_000_000 + NextRandom() % 1_000_000 * 1000L);
        }
        double start = Elapsed(from);

        from = Stopwatch.GetTimestamp();
        foreach (TimerWatcher timer in _timers)
        {
            timer.Repeat = 1000 + NextRandom() % 400_000 * 1000L;
            timer.Again();
        }
        double again = Elapsed(from);

        foreach (TimerWatcher timer in _timers)
        {
            timer.Repeat = 0; // So that each fires once.
        }
        Thread.Sleep(500);
        _left = _timers.Length;
        from = Stopwatch.GetTimestamp();
        _loop.Run(RunMode.NoWait);
        double fire = Elapsed(from);
        return _left == 0
            ? (start, again, fire, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)_timers.Length)
            : throw new InvalidOperationException($"{_left} timers did not fire");
    }

    // The generator of the C program, which Random is several times as slow as.
    private uint NextRandom()
    {
        _seed = unchecked(_seed * 6364136223846793005 + 1442695040888963407);
        return (uint)(_seed >> 33);
    }

    private double Elapsed(long from) => Stopwatch.GetElapsedTime(from).TotalNanoseconds / _timers.Length;
}
