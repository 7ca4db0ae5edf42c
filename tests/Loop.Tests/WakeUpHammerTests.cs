using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>
/// Threads hand work to a loop that goes to sleep whenever it can. Were one wake-up lost the loop would sleep for a minute, and the
/// test's watchdog, a
/// deadline far above any scheduling delay, would end it.
/// </summary>
public class WakeUpHammerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void No_send_is_lost_among_many_threads(string name)
    {
        const int Threads = 4;
        const int Rounds = 5000;
        using var loop = new EventLoop(RealWorld.NewBackend(name), MonotonicClock.Instance);
        int[] posted = new int[Threads];
        int[] answered = new int[Threads];
        var asyncs = new AsyncWatcher[Threads];
        for (int i = 0; i < Threads; i++)
        {
            int id = i;
            asyncs[i] = new AsyncWatcher(loop, _ => Volatile.Write(ref answered[id], posted[id])); // A plain read: Send is the fence.
            asyncs[i].Start();
        }
        var stopper = new AsyncWatcher(loop, w => w.Loop.Break());
        stopper.Start();
        bool isLost = false;
        Thread[] senders = [.. Enumerable.Range(0, Threads).Select(id => new Thread(() =>
        {
            var random = new Random(id);
            for (int round = 1; round <= Rounds && !Volatile.Read(ref isLost); round++)
            {
                posted[id] = round;
                asyncs[id].Send();
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                var spinner = default(SpinWait);
                while (Volatile.Read(ref answered[id]) != round)
                {
                    spinner.SpinOnce(sleep1Threshold: -1);
                    if (System.Diagnostics.Stopwatch.GetElapsedTime(start) > s_patience)
                    {
                        Volatile.Write(ref isLost, true);
                        break;
                    }
                }
                Thread.SpinWait(random.Next(200)); // Hits the loop at all points on its way to sleep.
            }
        }))];
        var runner = new Thread(() => loop.Run());
        runner.Start();
        Array.ForEach(senders, s => s.Start());
        Array.ForEach(senders, s => s.Join());
        stopper.Send();
        runner.Join(s_patience).Should().BeTrue();

        isLost.Should().BeFalse();
        answered.Should().AllBeEquivalentTo(Rounds);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_queue_that_many_threads_fill_is_emptied(string name)
    {
        const int Threads = 3;
        const int Items = 30_000;
        using var loop = new EventLoop(RealWorld.NewBackend(name), MonotonicClock.Instance);
        var queue = new System.Collections.Concurrent.ConcurrentQueue<int>();
        long sum = 0;
        int taken = 0;
        var async = new AsyncWatcher(loop, w =>
        {
            while (queue.TryDequeue(out int item))
            {
                sum += item;
                taken++;
            }
            if (taken == Threads * Items)
            {
                w.Stop();
            }
        });
        async.Start();
        var runner = new Thread(() => loop.Run());
        runner.Start();
        Thread[] senders = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int i = 1; i <= Items; i++)
            {
                queue.Enqueue(i);
                async.Send();
            }
        }))];
        Array.ForEach(senders, s => s.Start());
        Array.ForEach(senders, s => s.Join());

        runner.Join(s_patience).Should().BeTrue();
        (taken, sum).Should().Be((Threads * Items, Threads * (long)Items * (Items + 1) / 2));
    }
}
