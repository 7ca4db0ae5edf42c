using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class IdleTests
{
    [Fact]
    public void An_idle_watcher_keeps_the_poll_from_waiting()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(1_000_000_000);
        IdleWatcher idle = world.Idle("idle");
        idle.Start();
        world.Loop.Run(RunMode.Once);
        world.Backend.Timeouts.Should().Equal(0);
        idle.Stop();
        world.Loop.Run(RunMode.Once);
        world.Backend.Timeouts.Should().Equal(0, 1_000_000_001);
    }

    [Theory]
    [InlineData(-1, 0, false)]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, true)]
    public void It_runs_only_when_nothing_as_important_is_pending(int idlePriority, int eventPriority, bool runs)
    {
        using var world = new FakeWorld();
        world.MakeReadable(3);
        IoWatcher io = world.Io(3, "io");
        io.Priority = eventPriority;
        io.Start();
        IdleWatcher idle = world.Idle("idle");
        idle.Priority = idlePriority;
        idle.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Contains("idle").Should().Be(runs);
        world.Drain(3);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Contain("idle");
    }

    [Fact]
    public void A_more_important_idle_watcher_locks_out_the_others()
    {
        using var world = new FakeWorld();
        IdleWatcher low = world.Idle("low");
        low.Priority = -2;
        IdleWatcher high = world.Idle("high", w => w.Stop());
        high.Priority = 1;
        low.Start();
        high.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("high", "low");
    }

    [Fact]
    public void Check_watchers_do_not_lock_it_out()
    {
        using var world = new FakeWorld();
        CheckWatcher check = world.Check("check");
        check.Priority = EventLoop.MaxPriority;
        check.Start();
        world.Idle("idle").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("check", "idle");
    }
}
