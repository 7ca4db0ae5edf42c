using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class TimerRepeatTests
{
    [Fact]
    public void A_repeating_timer_does_not_drift()
    {
        using var world = new FakeWorld();
        long start = world.Loop.Now;
        var times = new List<long>();
        world.Timer("timer", w =>
        {
            times.Add(w.Loop.Now - start);
            if (times.Count == 4)
            {
                w.Stop();
            }
            world.Clock.Advance(300); // The callback takes time.
        }).Start(1000, 500);

        world.Loop.Run();

        times.Should().Equal(1001, 1501, 2001, 2501);
    }

    [Fact]
    public void A_late_loop_makes_up_for_missed_intervals_once()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(100, 100);
        world.Clock.Advance(1050);

        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1);
        timer.Remaining.Should().Be(0, "what it missed ends now");

        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1, "now is not past");

        world.Clock.Advance(1);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(2);
        timer.Remaining.Should().Be(99);
    }

    [Fact]
    public void An_interval_shorter_than_the_iteration_fires_once_an_iteration()
    {
        using var world = new FakeWorld();
        world.Timer("tiny").Start(1, 1);
        for (int i = 0; i < 10; i++)
        {
            world.Clock.Advance(1000);
            world.Loop.Run(RunMode.NoWait);
        }
        world.Log.Should().HaveCount(10);
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void A_repeating_timer_stays_active_and_a_single_one_does_not(string name)
    {
        using var world = World.Create(name);
        var active = new List<bool>();
        world.Timer("once", w => active.Add(w.IsActive)).Start(10);
        world.Timer("again", w =>
        {
            active.Add(w.IsActive);
            w.Stop();
        }).Start(1000, 1000);

        world.Loop.Run().Should().BeFalse();

        active.Should().Equal(false, true);
    }

    [Fact]
    public void A_changed_interval_counts_from_the_next_time_it_fires()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(100, 100);
        timer.Repeat = 1000;
        world.Clock.Advance(101);
        world.Loop.Run(RunMode.NoWait);
        timer.Remaining.Should().Be(999);
        timer.Repeat = 0;
        world.Loop.Run();
        world.Log.Should().HaveCount(2);
        timer.IsActive.Should().BeFalse();
    }
}
