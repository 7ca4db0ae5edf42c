using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class TimerAgainTests
{
    [Fact]
    public void It_postpones_an_active_repeating_timer()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(100, 1000);
        timer.Again();
        timer.Remaining.Should().Be(1000);
        timer.IsActive.Should().BeTrue();
    }

    [Fact]
    public void It_stops_an_active_timer_that_does_not_repeat()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(100);
        timer.Again();
        timer.IsActive.Should().BeFalse();
        world.Loop.ActiveCount.Should().Be(0);
    }

    [Fact]
    public void It_starts_an_inactive_timer_that_repeats()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Repeat = 700;
        timer.Again();
        timer.Remaining.Should().Be(700);
        timer.IsActive.Should().BeTrue();
    }

    [Fact]
    public void It_leaves_an_inactive_timer_that_does_not_repeat_alone()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Again();
        timer.IsActive.Should().BeFalse();
    }

    [Theory, InlineData(0), InlineData(50)]
    public void It_takes_back_what_is_pending(long repeat)
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Repeat = repeat;
        world.Loop.FeedEvent(timer, IoEvents.Timer);
        timer.Again();
        timer.IsPending.Should().BeFalse();
        world.Loop.InvokePending();
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void A_stopped_timer_keeps_what_remained()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(1000);
        world.Clock.Advance(400);
        world.Loop.UpdateNow();
        timer.Stop();
        timer.Remaining.Should().Be(600);
        world.Clock.Advance(400);
        world.Loop.UpdateNow();
        timer.Remaining.Should().Be(600);
        timer.Start(timer.Remaining);
        timer.Remaining.Should().Be(600);
    }
}
