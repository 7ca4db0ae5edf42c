using System.Diagnostics;

namespace SyncHost;

/// <summary>Prints what hand-overs cost; checks nothing.</summary>
internal static class Measure
{
    private const int Rounds = 200_000;

    internal static string? Run()
    {
        for (int i = 0; i < 2; i++)
        {
            Print("lock handed over between two green threads", Locks());
            Print("Monitor.Wait and Pulse, a turn", Pulses());
            Print("AutoResetEvent, a turn", Events());
            Print("SemaphoreSlim, a turn", Slim());
        }

        return null;
    }

    private static void Print(string what, TimeSpan time) => Console.WriteLine($"{what}: {time.TotalNanoseconds / Rounds / 2:F0} ns");

    private static TimeSpan Pair(Action<int> body)
    {
        Thread[] threads = [new(() => body(0)), new(() => body(1))];
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Locks()
    {
        object gate = new();
        return Pair(_ =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                lock (gate)
                {
                    Thread.Yield();
                }
            }
        });
    }

    private static TimeSpan Pulses()
    {
        object gate = new();
        int turn = 0;
        return Pair(me =>
        {
            lock (gate)
            {
                for (int i = 0; i < Rounds; i++)
                {
                    while (turn != me)
                    {
                        Monitor.Wait(gate);
                    }

                    turn = 1 - me;
                    Monitor.Pulse(gate);
                }
            }
        });
    }

    private static TimeSpan Events()
    {
        AutoResetEvent[] events = [new(true), new(false)];
        return Pair(me =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                events[me].WaitOne();
                events[1 - me].Set();
            }
        });
    }

    private static TimeSpan Slim()
    {
        SemaphoreSlim[] slims = [new(1), new(0)];
        return Pair(me =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                slims[me].Wait();
                slims[1 - me].Release();
            }
        });
    }
}
