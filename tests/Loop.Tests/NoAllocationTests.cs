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

    [Fact]
    public void With_periodics()
    {
        using var world = new EpollWorld();
        EventLoop loop = world.Loop;
        int fires = 0;
        for (int i = 0; i < 20; i++)
        {
            var regular = new PeriodicWatcher(loop, _ => fires++);
            regular.Set(i, 200_000);
            regular.Start();
            var rescheduled = new PeriodicWatcher(loop, _ => fires++);
            rescheduled.Set(static (_, now) => now + 150_000);
            rescheduled.Start();
        }
        var absolute = new PeriodicWatcher(loop, w =>
        {
            fires++;
            w.Set(w.Loop.WallNow + 100_000);
            w.Start();
        });
        absolute.Start();
        Run(loop, 200);

        Measure(loop).Should().Be(0);
        fires.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void With_every_hook_and_fed_signals()
    {
        using var world = new EpollWorld();
        EventLoop loop = world.Loop;
        int fires = 0;
        loop.InvokePendingHook = static l => l.InvokePending();
        loop.SetReleaseHooks(_ => fires++, _ => fires++);
        loop.IoCollectInterval = 1000;
        loop.TimeoutCollectInterval = 1000;
        world.Loop.Once(world.NewFd(), IoEvents.Read, -1, _ => { });
        var async = new AsyncWatcher(loop, _ => fires++);
        async.Start();
        new SignalWatcher(loop, 10, _ => fires++).Start();
        var timer = new TimerWatcher(loop, w => fires++);
        timer.Start(1000, 1000);
        new CheckWatcher(loop, w =>
        {
            async.Send();
            EventLoop.FeedSignal(10);
            w.Loop.Suspend();
            w.Loop.Resume();
        }).Start();
        Run(loop, 200);

        Measure(loop).Should().Be(0);
        fires.Should().BeGreaterThan(4000);
    }

    [Fact]
    public void With_a_loop_inside()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        int fires = 0;
        new IoWatcher(inner.Loop, inner.NewWritableFd(), IoEvents.Write, (_, _) => fires++).Start();
        var async = new AsyncWatcher(inner.Loop, w => w.Send());
        async.Start();
        async.Send();
        new TimerWatcher(inner.Loop, _ => fires++).Start(1000, 1000);
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        Run(outer.Loop, 200);

        Measure(outer.Loop).Should().Be(0);
        fires.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void When_it_is_driven()
    {
        using var world = new EpollWorld();
        int fires = 0;
        new IoWatcher(world.Loop, world.NewWritableFd(), IoEvents.Write, (_, _) => fires++).Start();
        Drive(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive(2000);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        fires.Should().Be(2200);

        void Drive(int iterations)
        {
            for (int i = 0; i < iterations; i++)
            {
                _ = world.Loop.NextTimeout;
                _ = world.Loop.PrepareWait();
                world.Loop.Run(RunMode.NoWait);
            }
        }
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
