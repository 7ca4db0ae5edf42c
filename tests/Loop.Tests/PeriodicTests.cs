using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class PeriodicTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void An_absolute_time_fires_once_when_it_is_past()
    {
        using var world = new FakeWorld();
        long at = world.Loop.WallNow + 1000;
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(at);
        periodic.Start();
        periodic.At.Should().Be(at);

        world.Clock.Advance(1000);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        world.Clock.Advance(1);
        world.Loop.Run(RunMode.NoWait).Should().BeFalse();
        world.Log.Should().Equal("periodic");
        (periodic.IsActive, periodic.At, world.Loop.ActiveCount).Should().Be((false, at, 0));
    }

    [Fact]
    public void A_time_that_is_past_fires_at_once()
    {
        using var world = new FakeWorld();
        foreach (long at in new[] { long.MinValue, -1, 0, world.Loop.WallNow - 1 })
        {
            PeriodicWatcher periodic = world.Periodic($"{at}");
            periodic.Set(at);
            periodic.Start();
            world.Loop.Run().Should().BeFalse();
            world.Log.Should().Equal($"{at}");
            world.Log.Clear();
        }
        world.Backend.Timeouts.Should().OnlyContain(t => t == 0);
    }

    [Fact]
    public void The_poll_lasts_until_the_earliest_of_timers_and_periodics()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(world.Loop.WallNow + 5000);
        periodic.Start();
        world.Timer("soon").Start(1000);
        world.Timer("late").Start(9000);

        world.Loop.Run();

        world.Backend.Timeouts.Should().Equal(1001, 4000, 4000);
        world.Log.Should().Equal("soon", "periodic", "late");
    }

    [Theory]
    [InlineData(0, 3600)]
    [InlineData(600, 3600)]
    [InlineData(-600, 3600)]
    [InlineData(7_000_000_000, 3600)]
    [InlineData(3599, 3600)]
    public void With_an_interval_it_fires_at_each_multiple_from_the_offset(long offsetSeconds, long intervalSeconds)
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(offsetSeconds * Second, intervalSeconds * Second);
        periodic.Start();
        for (int i = 0; i < 5; i++)
        {
            long before = world.Loop.WallNow;
            long due = periodic.At;
            due.Should().BeInRange(before + 1, before + intervalSeconds * Second);
            ((due - offsetSeconds * Second) % (intervalSeconds * Second)).Should().Be(0);
            world.Clock.Advance(due + 1 - world.Clock.WallNow);
            world.Loop.Run(RunMode.NoWait);
            world.Log.Should().HaveCount(i + 1);
        }
    }

    [Fact]
    public void A_loop_that_comes_late_runs_it_once()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(0, Second);
        periodic.Start();
        world.Clock.Advance(10 * Second);
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("periodic");
        periodic.At.Should().BeInRange(world.Loop.WallNow + 1, world.Loop.WallNow + Second);
    }

    [Fact]
    public void An_interval_has_a_least_length_and_is_not_negative()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Interval = 1;
        periodic.Interval.Should().Be(122_070);
        periodic.Invoking(p => p.Interval = -1).Should().Throw<ArgumentOutOfRangeException>();
        periodic.Invoking(p => p.Set(0, -1)).Should().Throw<ArgumentOutOfRangeException>();
        periodic.Invoking(p => p.Set(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Times_at_the_end_of_time_do_not_overflow()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        (long, long)[] settings = [(long.MaxValue, 0), (long.MaxValue, long.MaxValue), (long.MinValue, long.MaxValue), (0, long.MaxValue)];
        foreach ((long offset, long interval) in settings)
        {
            periodic.Set(offset, interval);
            periodic.Start();
            periodic.At.Should().BeGreaterThan(world.Loop.WallNow);
            world.Loop.Run(RunMode.Once);
            periodic.Stop();
        }
        world.Log.Should().BeEmpty();
        world.Backend.Timeouts.Should().OnlyContain(t => t == 59_743_000_000);
    }

    [Fact]
    public void A_reschedule_callback_says_when()
    {
        using var world = new FakeWorld();
        var nows = new List<long>();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set((_, now) =>
        {
            nows.Add(now);
            return now + 100 * nows.Count;
        });
        periodic.Start();
        long start = nows.Single();
        for (int i = 0; i < 3; i++)
        {
            world.Loop.Run(RunMode.Once);
        }
        nows.Should().Equal(start, start + 101, start + 302, start + 603);
        world.Log.Should().HaveCount(3);
    }

    [Fact]
    public void A_reschedule_callback_may_return_now_but_not_the_past()
    {
        using var world = new FakeWorld();
        int calls = 0;
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set((_, now) => ++calls == 1 ? now : now - 1);
        periodic.Start();
        world.Clock.Advance(1);
        world.Loop.Invoking(l => l.Run(RunMode.NoWait)).Should().Throw<InvalidOperationException>().WithMessage("*past*");
        (periodic.IsActive, periodic.IsPending, world.Loop.ActiveCount).Should().Be((false, true, 0));
        world.Loop.Verify();
        world.Loop.Run();
        world.Log.Should().Equal("periodic");
        periodic.Invoking(p => p.Start()).Should().Throw<InvalidOperationException>();
        (periodic.IsActive, world.Loop.ActiveCount).Should().Be((false, 0));
    }

    [Fact]
    public void One_reschedule_callback_that_throws_does_not_keep_the_others_from_firing()
    {
        using var world = new FakeWorld();
        PeriodicWatcher good = world.Periodic("good");
        good.Set(world.Loop.WallNow + 10);
        good.Start();
        int calls = 0;
        PeriodicWatcher bad = world.Periodic("bad");
        bad.Set((_, now) => ++calls == 1 ? now + 20 : throw new NotSupportedException("mine"));
        bad.Start();
        world.Clock.Advance(100);
        world.Loop.Invoking(l => l.Run()).Should().Throw<NotSupportedException>().WithMessage("mine");
        world.Loop.Run();
        world.Log.Should().Equal("good", "bad");
    }

    [Fact]
    public void A_reschedule_callback_must_not_touch_periodics()
    {
        using var world = new FakeWorld();
        PeriodicWatcher other = world.Periodic("other");
        var refusals = new List<Exception?>();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set((p, now) =>
        {
            refusals.Add(Record.Exception(other.Start));
            refusals.Add(Record.Exception(p.Stop));
            return now + 1;
        });
        periodic.Start();
        refusals.Should().HaveCount(2).And.AllBeOfType<InvalidOperationException>();
        other.Start();
    }

    [Fact]
    public void Again_works_out_its_times_anew()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(0, 3600 * Second);
        periodic.Start();
        long old = periodic.At;
        periodic.Set(world.Loop.WallNow + 5);
        periodic.At.Should().Be(old);
        world.Loop.FeedEvent(periodic, IoEvents.Custom);
        periodic.Again();
        (periodic.At, periodic.IsPending, world.Loop.ActiveCount).Should().Be((world.Loop.WallNow + 5, false, 1));
    }

    [Fact]
    public void Starting_and_stopping_twice_does_nothing()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(world.Loop.WallNow + 5);
        periodic.Start();
        periodic.Start();
        world.Loop.ActiveCount.Should().Be(1);
        world.Loop.Verify();
        periodic.Stop();
        periodic.Stop();
        world.Loop.ActiveCount.Should().Be(0);
        world.Clock.Advance(100);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void A_periodic_that_is_due_earlier_runs_earlier_and_before_timers()
    {
        using var world = new FakeWorld();
        foreach (int i in new[] { 3, 1, 4, 2, 5 })
        {
            PeriodicWatcher periodic = world.Periodic($"{i}");
            periodic.Set(world.Loop.WallNow + i * 10);
            periodic.Start();
        }
        world.Timer("timer").Start(1);
        world.Clock.Advance(100);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("1", "2", "3", "4", "5", "timer");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void No_periodic_fires_early(string name)
    {
        using var world = World.Create(name);
        var early = new List<long>();
        for (int i = 0; i < 20; i++)
        {
            PeriodicWatcher periodic = world.Periodic("periodic", w =>
            {
                w.Loop.UpdateNow();
                if (w.Loop.WallNow <= w.At)
                {
                    early.Add(w.At - w.Loop.WallNow);
                }
            });
            periodic.Set(world.Loop.WallNow + i * 300_000);
            periodic.Start();
        }
        world.Loop.Run();
        world.Log.Should().HaveCount(20);
        early.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Any_periodic_may_be_stopped_in_any_callback(string name)
    {
        using var world = World.Create(name);
        PeriodicWatcher[] all = new PeriodicWatcher[10];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = world.Periodic($"{i}", _ => Array.ForEach(all, w => w.Stop()));
            all[i].Set(world.Loop.WallNow + i, 1_000_000);
            all[i].Start();
        }
        world.Elapse(5_000_000);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().HaveCount(1);
    }

    [Fact]
    public void The_wall_time_is_that_of_the_clock()
    {
        using var loop = new EventLoop();
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        loop.UpdateNow();
        long wall = loop.WallNow / 1_000_000;
        // A clock that is set meanwhile can only be off by what it was set, which no test machine does by an hour.
        wall.Should().BeInRange(before - 3_600_000, before + 3_600_000);
    }
}
