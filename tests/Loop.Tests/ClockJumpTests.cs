using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Somebody sets the clock on the wall: periodics follow, timers do not.</summary>
public class ClockJumpTests
{
    private const long Second = 1_000_000_000;

    [Theory, InlineData(100), InlineData(-100)]
    public void Timers_do_not_notice(int jumpSeconds)
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(10 * Second);
        PeriodicWatcher periodic = Hourly(world);
        world.Clock.WallOffset += jumpSeconds * Second;
        world.Clock.Advance(Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().NotContain("timer");
        world.Clock.Advance(10 * Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Contain("timer");
        periodic.IsActive.Should().BeTrue();
    }

    [Fact]
    public void An_absolute_time_that_the_clock_jumps_over_fires()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(world.Loop.WallNow + 100 * Second);
        periodic.Start();
        world.Clock.WallOffset += 101 * Second;
        world.Clock.Advance(Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("periodic");
    }

    [Fact]
    public void An_absolute_time_that_the_clock_jumps_away_from_waits_that_much_longer()
    {
        using var world = new FakeWorld();
        long at = world.Loop.WallNow + 20 * Second;
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(at);
        periodic.Start();
        world.Clock.WallOffset -= 20 * Second;
        world.Clock.Advance(Second);
        world.Loop.Run();
        world.Log.Should().Equal("periodic");
        world.Clock.WallNow.Should().Be(at + 1);
    }

    [Theory, InlineData(7200), InlineData(-7200), InlineData(100), InlineData(-100)]
    public void A_regular_time_is_worked_out_anew(int jumpSeconds)
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = Hourly(world);
        world.Clock.WallOffset += jumpSeconds * Second;
        world.Clock.Advance(Second);
        world.Loop.Run(RunMode.NoWait);
        long wall = world.Clock.WallNow;
        periodic.At.Should().BeInRange(wall + 1, wall + 3600 * Second);
        (periodic.At % (3600 * Second)).Should().Be(0);
        world.Loop.Verify();
    }

    [Fact]
    public void A_reschedule_callback_is_asked_again()
    {
        using var world = new FakeWorld();
        var nows = new List<long>();
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set((_, now) =>
        {
            nows.Add(now);
            return now + 3600 * Second;
        });
        periodic.Start();
        world.Clock.WallOffset -= 500 * Second;
        world.Clock.Advance(Second);
        world.Loop.Run(RunMode.NoWait);
        nows.Should().HaveCount(2);
        nows[1].Should().Be(world.Clock.WallNow);
        periodic.At.Should().Be(nows[1] + 3600 * Second);
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void One_that_throws_does_not_keep_the_others_from_following()
    {
        using var world = new FakeWorld();
        int calls = 0;
        PeriodicWatcher bad = world.Periodic("bad");
        bad.Set((_, now) => ++calls == 1 ? now + 1 : throw new NotSupportedException());
        bad.Start();
        PeriodicWatcher good = Hourly(world);
        long old = good.At;
        world.Clock.WallOffset -= 7200 * Second;
        world.Clock.Advance(Second);
        world.Loop.Invoking(l => l.Run(RunMode.NoWait)).Should().Throw<NotSupportedException>();
        good.At.Should().BeLessThan(old);
        bad.IsActive.Should().BeFalse();
        world.Loop.Verify();
    }

    [Fact]
    public void Drift_is_adopted_without_asking_anybody()
    {
        using var world = new FakeWorld();
        int asked = 0;
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set((_, now) =>
        {
            asked++;
            return now + 3600 * Second;
        });
        periodic.Start();
        world.Clock.WallOffset += Second - 1;
        world.Clock.Advance(Second);
        world.Loop.Run(RunMode.NoWait);
        asked.Should().Be(1);
        world.Loop.WallNow.Should().Be(world.Clock.WallNow);
    }

    [Fact]
    public void A_jump_shows_in_the_time_of_day_after_half_a_second()
    {
        using var world = new FakeWorld();
        long before = world.Loop.WallNow;
        world.Clock.WallOffset += 1000 * Second;
        world.Clock.Advance(Second / 2 - 1);
        world.Loop.UpdateNow();
        world.Loop.WallNow.Should().Be(before + Second / 2 - 1);
        world.Clock.Advance(1);
        world.Loop.UpdateNow();
        world.Loop.WallNow.Should().Be(world.Clock.WallNow);
    }

    [Fact]
    public void A_jump_while_no_periodic_was_active_is_none()
    {
        using var world = new FakeWorld();
        PeriodicWatcher periodic = Hourly(world);
        periodic.Stop();
        world.Clock.WallOffset += 1800 * Second;
        periodic.Start();
        world.Loop.WallNow.Should().Be(world.Clock.WallNow);
        periodic.At.Should().BeInRange(world.Clock.WallNow + 1, world.Clock.WallNow + 3600 * Second);
    }

    [Fact]
    public void A_jump_ends_a_wait()
    {
        using var clock = new SettableClock();
        using var loop = new EventLoop(new EpollBackend(), clock);
        var fired = new List<string>();
        for (int i = 1; i <= 2; i++)
        {
            string name = $"{i}";
            var periodic = new PeriodicWatcher(loop, w => fired.Add(name));
            periodic.Set(loop.WallNow + i * 1000 * Second);
            periodic.Start();
        }
        bool isLate = false;
        var late = new TimerWatcher(loop, w => isLate = true);
        late.Start(30 * Second);
        loop.Unref();
        loop.ActiveCount.Should().Be(2, "what hears of the jump does not count");
        var setter = new Thread(() =>
        {
            for (int i = 0; i < 2; i++)
            {
                Thread.Sleep(20);
                clock.Set(1001 * Second);
            }
        });
        setter.Start();
        while (fired.Count < 2 && !isLate)
        {
            loop.Run(RunMode.Once);
            loop.Verify();
        }
        setter.Join();
        fired.Should().Equal("1", "2");
        isLate.Should().BeFalse();
    }

    [Fact]
    public void The_system_tells_of_jumps()
    {
        int fd = MonotonicClock.Instance.OpenJumpDescriptor();
        fd.Should().BePositive();
        Interop.Libc.WaitReadable(fd, 0).Should().BeFalse("nobody sets the clock of a test machine");
        Interop.Libc.Close(fd);
        int before = Descriptors.Count();
        using (var loop = new EventLoop())
        {
            int bare = Descriptors.Count();
            var periodic = new PeriodicWatcher(loop, _ => { });
            periodic.Start();
            periodic.Again();
            Descriptors.Count().Should().Be(bare + 1);
        }
        Descriptors.Count().Should().Be(before);
    }

    private static PeriodicWatcher Hourly(FakeWorld world)
    {
        PeriodicWatcher periodic = world.Periodic("hourly");
        periodic.Set(0, 3600 * Second);
        periodic.Start();
        return periodic;
    }
}
