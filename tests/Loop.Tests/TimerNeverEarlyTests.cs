using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class TimerNeverEarlyTests
{
    [Fact]
    public void A_timer_is_due_only_when_its_time_is_past()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(1000);

        world.Clock.Advance(1000);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();

        world.Clock.Advance(1);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("timer");
    }

    [Fact]
    public void The_poll_lasts_until_the_timer_is_past_and_no_longer()
    {
        using var world = new FakeWorld();
        world.Timer("late").Start(5000);
        world.Timer("soon").Start(1000);

        world.Loop.Run();

        world.Backend.Timeouts.Should().Equal(1001, 4000);
        world.Log.Should().Equal("soon", "late");
    }

    [Fact]
    public void A_timer_that_is_overdue_does_not_wait()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(1000);
        world.Clock.Advance(3000);

        world.Loop.Run();

        world.Backend.Timeouts.Should().Equal(0);
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void No_timer_fires_early(string name)
    {
        using var world = World.Create(name);
        var early = new List<long>();
        for (int i = 0; i < 50; i++)
        {
            long due = world.Loop.Now + i * 100_000;
            world.Timer("timer", w =>
            {
                w.Loop.UpdateNow();
                if (w.Loop.Now <= due)
                {
                    early.Add(due - w.Loop.Now);
                }
            }).Start(i * 100_000);
        }

        world.Loop.Run();

        world.Log.Should().HaveCount(50);
        early.Should().BeEmpty();
    }

    [Fact]
    public void Times_count_from_the_cached_now_unless_it_is_updated()
    {
        using var world = new FakeWorld();
        world.Clock.Advance(700);
        TimerWatcher stale = world.Timer("stale");
        stale.Start(1000);
        stale.Remaining.Should().Be(1000);
        world.Loop.UpdateNow();
        stale.Remaining.Should().Be(300);
    }

    [Fact]
    public void A_poll_never_waits_longer_than_a_minute()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(100_000_000_000);
        world.Loop.Run(RunMode.Once);
        world.Backend.Timeouts.Should().Equal(59_743_000_000);
        world.Log.Should().BeEmpty();
    }
}
