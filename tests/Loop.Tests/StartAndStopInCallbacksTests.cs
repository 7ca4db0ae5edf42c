using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class StartAndStopInCallbacksTests
{
    [Fact]
    public void A_prepare_watcher_started_by_one_first_runs_in_the_next_iteration()
    {
        using var world = new FakeWorld();
        PrepareWatcher second = world.Prepare("second");
        world.Prepare("first", _ => second.Start()).Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("first");
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("first", "second", "first");
    }

    [Fact]
    public void A_check_watcher_started_by_a_prepare_watcher_runs_in_this_iteration()
    {
        using var world = new FakeWorld();
        CheckWatcher check = world.Check("check");
        world.Prepare("prepare", _ => check.Start()).Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("prepare", "check");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void A_timer_started_by_a_timer_waits_for_the_next_iteration(string name)
    {
        using var world = World.Create(name);
        TimerWatcher second = world.Timer("second");
        world.Timer("first", _ => second.Start(-1_000_000)).Start(0);
        world.Elapse(10);
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("first");
        world.Loop.Run();
        world.Log.Should().Equal("first", "second");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void A_watcher_may_restart_itself(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        int runs = 0;
        world.Timer("timer", w =>
        {
            if (++runs < 3)
            {
                w.Start(100);
            }
        }).Start(100);
        int events = 0;
        world.Io(fd, "io", w =>
        {
            w.Stop();
            if (++events < 3)
            {
                w.Start();
            }
        }).Start();

        world.Loop.Run().Should().BeFalse();

        (runs, events).Should().Be((3, 3));
    }

    [Fact]
    public void Stopping_in_any_order_keeps_the_others()
    {
        using var world = new FakeWorld();
        CheckWatcher[] checks = [.. Enumerable.Range(0, 10).Select(i => world.Check($"{i}"))];
        foreach (CheckWatcher check in checks)
        {
            check.Start();
        }
        foreach (int i in (int[])[0, 9, 4, 5])
        {
            checks[i].Stop();
            world.Loop.Verify();
        }
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEquivalentTo("1", "2", "3", "6", "7", "8");
    }

    [Fact]
    public void Starting_twice_and_stopping_twice_is_once()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        TimerWatcher timer = world.Timer("timer");
        Watcher[] all = [io, timer, world.Prepare("p"), world.Check("c"), world.Idle("i"), world.Async("a")];
        for (int i = 0; i < 2; i++)
        {
            io.Start();
            timer.Start(i == 0 ? 100 : 7);
            ((PrepareWatcher)all[2]).Start();
            ((CheckWatcher)all[3]).Start();
            ((IdleWatcher)all[4]).Start();
            ((AsyncWatcher)all[5]).Start();
        }
        world.Loop.ActiveCount.Should().Be(6);
        timer.Remaining.Should().Be(100);
        world.Loop.Verify();
        for (int i = 0; i < 2; i++)
        {
            foreach (Watcher watcher in all)
            {
                watcher.Stop();
                watcher.IsActive.Should().BeFalse();
            }
        }
        world.Loop.ActiveCount.Should().Be(0);
        world.Loop.Verify();
    }
}
