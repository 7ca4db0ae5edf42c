using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class SuspendTests
{
    private const long Second = 1_000_000_000;

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Timers_are_put_off_by_the_time_suspended(string name)
    {
        using var world = World.Create(name);
        TimerWatcher[] timers = [.. Enumerable.Range(0, 50).Select(i => world.Timer($"{i}"))];
        for (int i = 0; i < timers.Length; i++)
        {
            timers[i].Start(2_000_000 + (i * 7919 % 50), i % 3 == 0 ? Second : 0);
        }
        world.Loop.UpdateNow();
        world.Loop.Suspend();
        long suspendedAt = world.Loop.Now;
        long[] remaining = [.. timers.Select(t => t.Remaining)];
        world.Elapse(10_000_000);
        world.Loop.Resume();

        (world.Loop.Now - suspendedAt).Should().BeGreaterThanOrEqualTo(10_000_000);
        timers.Select(t => t.Remaining).Should().Equal(remaining);
        world.Loop.Verify();
    }

    [Fact]
    public void Periodics_keep_to_the_clock()
    {
        using var world = new FakeWorld();
        PeriodicWatcher hourly = world.Periodic("hourly");
        hourly.Set(0, 3600 * Second);
        hourly.Start();
        PeriodicWatcher once = world.Periodic("once");
        once.Set(world.Loop.WallNow + 10 * Second);
        once.Start();
        world.Loop.Suspend();
        world.Clock.Advance(7200 * Second);
        world.Loop.Resume();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("once");
        hourly.At.Should().BeInRange(world.Clock.WallNow + 1, world.Clock.WallNow + 3600 * Second);
    }

    [Fact]
    public void It_can_be_done_in_a_callback()
    {
        using var world = new FakeWorld();
        TimerWatcher other = world.Timer("other");
        other.Start(100);
        world.Timer("pause", w =>
        {
            w.Loop.Suspend();
            world.Clock.Advance(5000);
            w.Loop.Resume();
        }).Start(50);
        world.Loop.Run();
        world.Log.Should().Equal("pause", "other");
        world.Loop.Now.Should().Be(1_000_000 + 5000 + 101);
    }

    [Fact]
    public void A_look_at_the_clock_in_between_takes_nothing_off_the_timers()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(10_000);
        world.Loop.Suspend();
        world.Clock.Advance(1000);
        world.Loop.UpdateNow();
        world.Clock.Advance(1000);
        world.Loop.Resume();
        timer.Remaining.Should().Be(10_000);
    }

    [Fact]
    public void A_run_in_progress_ends_when_a_callback_leaves_the_loop_suspended()
    {
        using var world = new FakeWorld();
        world.Timer("other").Start(100);
        world.Timer("pause", w => w.Loop.Suspend()).Start(50);
        world.Loop.Invoking(l => l.Run()).Should().Throw<InvalidOperationException>().WithMessage("*suspended*");
        world.Loop.Depth.Should().Be(0);
        world.Log.Should().Equal("pause");
        world.Clock.Advance(5000);
        world.Loop.Resume();
        world.Loop.Run();
        world.Log.Should().Equal("pause", "other");
    }

    [Fact]
    public void A_suspended_loop_does_not_run()
    {
        using var world = new FakeWorld();
        world.Loop.Invoking(l => l.Resume()).Should().Throw<InvalidOperationException>();
        world.Loop.Suspend();
        world.Loop.Invoking(l => l.Run()).Should().Throw<InvalidOperationException>().WithMessage("*suspended*");
        world.Loop.Invoking(l => l.PrepareWait()).Should().Throw<InvalidOperationException>().WithMessage("*suspended*");
        world.Loop.Invoking(l => l.Suspend()).Should().Throw<InvalidOperationException>();
        world.Loop.Resume();
        world.Loop.Run().Should().BeFalse();
    }
}
