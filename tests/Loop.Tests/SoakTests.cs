using System.Diagnostics;
using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>
/// Everything at once: descriptors that anything may happen to, timers that move, and another thread that sends. Two seconds for each backend,
/// a minute when GREENSHIM_SOAK is set.
/// </summary>
public class SoakTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void It_holds_out(string name)
    {
        TimeSpan span = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("GREENSHIM_SOAK") is { Length: > 0 } ? 60 : 2);
        int seed = Environment.TickCount;
        var random = new Random(seed);
        int answered = 0;
        int fired = 0;
        long start = Stopwatch.GetTimestamp();
        bool isOver = false;
        Thread? sender = null;
        using var life = new RandomLife(name);
        try
        {
            EventLoop loop = life.World.Loop;
            var async = new AsyncWatcher(loop, _ => Interlocked.Increment(ref answered));
            async.Start();
            TimerWatcher[] timers = [.. Enumerable.Range(0, 200).Select(_ => new TimerWatcher(loop, _ => fired++))];
            sender = new Thread(() =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    int before = Volatile.Read(ref answered);
                    async.Send();
                    SpinWait.SpinUntil(() => Volatile.Read(ref isOver) || Volatile.Read(ref answered) != before);
                }
            });
            sender.Start();
            while (Stopwatch.GetElapsedTime(start) < span)
            {
                for (int i = random.Next(8); i > 0; i--)
                {
                    life.Step(random.Next(RandomLife.Steps));
                    TimerWatcher timer = timers[random.Next(timers.Length)];
                    if (random.Next(3) == 0)
                    {
                        timer.Stop();
                    }
                    timer.Start(random.Next(1_000_000), random.Next(4) == 0 ? random.Next(100_000) : 0);
                }
                life.Compare();
                long before = Stopwatch.GetTimestamp();
                loop.Run(RunMode.Once); // Waits, for a timer or the sender: the one thing that Compare does not do.
                // Were a wake-up lost it would be a minute.
                Stopwatch.GetElapsedTime(before).Should().BeLessThan(TimeSpan.FromSeconds(30), "seed {0}", seed);
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            sender?.Join();
        }
        (answered > 0, fired > 0, life.Compared > 10, life.Called > 10).Should().Be((true, true, true, true), "seed {0}", seed);
    }
}
