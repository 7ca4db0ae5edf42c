using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;

namespace Bench.Micro;

/// <summary>The smallest things that threads do with each other, in plain blocking code: run on stock threads and, the process patched, on green ones.</summary>
/// <remarks>Where two take part, a second thread is started for each call: its share of the time is a hundredth of what a stock thread's hand-over takes.</remarks>
public class BlockingMicro
{
    internal const int Times = 10_000;
    internal const int Spawns = 100;
    internal const int TimeoutMs = 10_000;

    /// <summary>Two threads that give way to each other.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void Switch() => Two(_ =>
    {
        for (int i = 0; i < Times / 2; i++)
        {
            Thread.Yield();
        }
    });

    /// <summary>A thread that does nothing.</summary>
    [Benchmark(OperationsPerInvoke = Spawns)]
    public void Spawn()
    {
        for (int i = 0; i < Spawns; i++)
        {
            var thread = new Thread(static () => { });
            thread.Start();
            thread.Join();
        }
    }

    /// <summary>Two threads that wake each other in turn through events.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void ParkUnpark() => Events(Timeout.Infinite);

    /// <summary>The same with a time-out that never comes: each wait arms a timer and takes it back.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void Timer() => Events(TimeoutMs);

    /// <summary>Two threads that hand a lock to each other in turn.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void LockHandOver()
    {
        object gate = new();
        int turn = 0;
        Two(me =>
        {
            for (int i = 0; i < Times / 2; i++)
            {
                lock (gate)
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

    /// <summary>One thread gives numbers to another through a queue that holds one.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void QueueHandOver()
    {
        using var queue = new BlockingCollection<int>(1);
        Two(me =>
        {
            for (int i = 0; i < Times; i++)
            {
                if (me == 0)
                {
                    queue.Add(i);
                }
                else
                {
                    queue.Take();
                }
            }
        });
    }

    /// <summary>Giving way when nobody else wants to run.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void SleepZero()
    {
        for (int i = 0; i < Times; i++)
        {
            Thread.Sleep(0);
        }
    }

    private static void Events(int timeout)
    {
        using AutoResetEvent first = new(true), second = new(false);
        Two(me =>
        {
            (AutoResetEvent mine, AutoResetEvent others) = me == 0 ? (first, second) : (second, first);
            for (int i = 0; i < Times / 2; i++)
            {
                mine.WaitOne(timeout);
                others.Set();
            }
        });
    }

    private static void Two(Action<int> body)
    {
        var other = new Thread(() => body(1));
        other.Start();
        body(0);
        other.Join();
    }
}
