using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Spans at the ends of what a long holds: forever must be forever, and the past must be now.</summary>
public class TimerSpanTests
{
    [Fact]
    public void The_longest_span_never_ends()
    {
        using var world = new FakeWorld();
        TimerWatcher forever = world.Timer("forever");
        forever.Start(long.MaxValue);
        world.Clock.Advance(long.MaxValue / 2);
        world.Loop.Run(RunMode.Once);
        world.Log.Should().BeEmpty();
        forever.IsActive.Should().BeTrue();
        forever.Stop();
        forever.Remaining.Should().BePositive();
    }

    [Fact]
    public void The_longest_interval_fires_once()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(0, long.MaxValue);
        world.Clock.Advance(1);
        world.Loop.Run(RunMode.NoWait);
        world.Clock.Advance(long.MaxValue / 2);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1);
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(-1_000_000_000_000), InlineData(long.MinValue)]
    public void Nothing_and_less_is_due_in_the_next_iteration(long after)
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(after);
        timer.Remaining.Should().BeLessThanOrEqualTo(0);
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("timer");
        world.Backend.Timeouts.Sum().Should().BeLessThanOrEqualTo(1);
        timer.Remaining.Should().BeNegative();
    }

    [Fact]
    public void A_negative_interval_is_refused()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Invoking(t => t.Start(1, -1)).Should().Throw<ArgumentOutOfRangeException>();
        timer.Invoking(t => t.Repeat = -1).Should().Throw<ArgumentOutOfRangeException>();
        timer.IsActive.Should().BeFalse();
    }
}
