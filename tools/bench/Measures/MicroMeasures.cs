using Shim;
using Shim.Green;

namespace Bench.Measures;

/// <summary>What one process measures about itself. Each runs in a process of its own, pinned to one core.</summary>
internal static class MicroMeasures
{
    internal static double Run(string name) => name switch
    {
        "yield" => OnGreen(Yield),
        "pingpong" => OnGreen(PingPong),
        "timer" => OnGreen(Timers),
        "spawn" => OnGreen(Spawn),
        "patchall" => GreenShim.PatchAll().Time.TotalMilliseconds,
        "switch" => RawSwitch.Run(),
        "call-stock-pulse" => Call(Pulse),
        "call-patched-pulse" => CallPatched(Pulse),
        "call-stock-sleep" => Call(Sleep),
        "call-patched-sleep" => CallPatched(Sleep),
        "call-stock-set" => Call(Set),
        "call-patched-set" => CallPatched(Set),
        _ => throw new ArgumentException($"There is no measure '{name}'."),
    };

    private static double OnGreen(Func<double> measure)
    {
        double result = 0;
        GreenThread.Spawn(() => result = measure()).Join();
        return result;
    }

    // Two green threads that give way to one another: each yield is one switch, with all that the scheduler does about it.
    private static double Yield() => Measure.MedianNs(400_000, count =>
    {
        GreenThread other = GreenThread.Spawn(() => YieldTimes(count / 2));
        YieldTimes(count / 2);
        other.Join();
    });

    private static void YieldTimes(int times)
    {
        for (int i = 0; i < times; i++)
        {
            GreenThread.Yield();
        }
    }

    // Each wakes the other and parks: per park, one whole way from TryUnpark to running again.
    private static double PingPong() => Measure.MedianNs(200_000, count =>
    {
        var table = new PingPongTable();
        GreenThread other = GreenThread.Spawn(() => table.Play(1, count / 2));
        table.Play(0, count / 2);
        other.Join();
    });

    // 100 green threads park for a microsecond each, again and again: per park, arming the timer, switching away, the loop's share and coming back.
    private static double Timers() => Measure.MedianNs(100_000, count =>
    {
        var all = new GreenThread[100];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = GreenThread.Spawn(() =>
            {
                for (int k = 0; k < count / 100; k++)
                {
                    GreenThread me = GreenThread.Current!;
                    _ = me.Park(me.BeginWait(), 1000);
                }
            });
        }
        foreach (GreenThread green in all)
        {
            green.Join();
        }
    });

    private static double Spawn() => Measure.MedianNs(50_000, count =>
    {
        var batch = new GreenThread[100];
        for (int done = 0; done < count; done += batch.Length)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i] = GreenThread.Spawn(static () => { });
            }
            foreach (GreenThread green in batch)
            {
                green.Join();
            }
        }
    });

    private static double CallPatched(Action<int> loop)
    {
        GreenShim.PatchAll();
        return Call(loop);
    }

    // On a pool thread, which is never green.
    private static double Call(Action<int> loop) => Task.Run(() => Measure.BestNs(100_000, loop)).Result;

    private static void Pulse(int count)
    {
        var gate = new object();
        lock (gate)
        {
            for (int i = 0; i < count; i++)
            {
                Monitor.Pulse(gate);
            }
        }
    }

    private static void Sleep(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Thread.Sleep(0);
        }
    }

    private static void Set(int count)
    {
        using var set = new ManualResetEvent(true);
        for (int i = 0; i < count; i++)
        {
            set.Set();
        }
    }
}
