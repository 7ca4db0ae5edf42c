using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>After it has grown to its working set, the loop allocates nothing: not for an iteration, a timer, an event or a
/// wake-up.</summary>
public class NoAllocationTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void With_all_kinds_of_watchers(string name)
    {
        using var world = new RealWorld(name);
        EventLoop loop = world.Loop;
        int fires = 0;
        int[] fds = [.. Enumerable.Range(0, 20).Select(_ => world.NewWritableFd())];
        // The watchers of green threads that wait: stopped when ready, started again before the next poll.
        IoWatcher[] ios = [.. fds.Select(fd => new IoWatcher(loop, fd, IoEvents.Write, (w, _) => w.Stop()))];
        TimerWatcher[] timers = [.. Enumerable.Range(0, 100).Select(_ => new TimerWatcher(loop, _ => fires++))];
        var async = new AsyncWatcher(loop, _ => fires++);
        async.Start();
        new IdleWatcher(loop, _ => fires++).Start();
        new CheckWatcher(loop, _ => async.Send()).Start();
        new PrepareWatcher(loop, _ =>
        {
            foreach (IoWatcher io in ios)
            {
                io.Start();
            }
            for (int i = 0; i < timers.Length; i++)
            {
                timers[i].Stop();
                timers[i].Start(i * 1000, i % 3 == 0 ? 1000 : 0);
            }
        }).Start();
        Run(loop, 200);

        Measure(loop).Should().Be(0);
        fires.Should().BeGreaterThan(1000);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void When_it_waits_and_is_woken(string name)
    {
        using IPollBackend backend = RealWorld.NewBackend(name);
        using var loop = new EventLoop(backend, MonotonicClock.Instance);
        int fires = 0;
        var timer = new TimerWatcher(loop, w =>
        {
            fires++;
            w.Start(1000);
        });
        timer.Start(1000);
        Run(loop, 200);

        Measure(loop).Should().Be(0);
        fires.Should().BeGreaterThan(1000);
    }

    private static void Run(EventLoop loop, int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            loop.Run(RunMode.Once);
        }
    }

    private static long Measure(EventLoop loop)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(loop, 2000);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
