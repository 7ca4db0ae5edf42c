using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class CollectIntervalTests
{
    [Fact]
    public void Timers_are_collected_by_waiting_longer()
    {
        using var world = new FakeWorld();
        world.Loop.TimeoutCollectInterval = 1000;
        for (int i = 1; i <= 5; i++)
        {
            world.Timer($"{i}").Start(i * 100);
        }
        world.Loop.Run();
        world.Backend.Timeouts.Should().Equal(1000);
        world.Log.Should().Equal("1", "2", "3", "4", "5");
    }

    [Fact]
    public void A_timer_that_is_further_away_is_not_waited_for_any_longer()
    {
        using var world = new FakeWorld();
        world.Loop.TimeoutCollectInterval = 1000;
        world.Timer("timer").Start(5000);
        world.Loop.Run();
        world.Backend.Timeouts.Should().Equal(5001);
    }

    [Fact]
    public void Events_are_collected_by_sleeping_before_the_poll()
    {
        using var world = new FakeWorld();
        world.Loop.IoCollectInterval = 1000;
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io").Start();
        world.Timer("stop", w => w.Loop.Break()).Start(3500);
        world.Loop.Run();
        // A poll every 1000, and the last as late as the timer allows.
        world.Clock.Sleeps.Should().Equal(1000, 1000, 1000, 501);
        world.Log.Should().Equal("io", "io", "io", "stop", "io");
    }

    [Fact]
    public void The_time_that_callbacks_took_counts()
    {
        using var world = new FakeWorld();
        world.Loop.IoCollectInterval = 1000;
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io", _ => world.Clock.Advance(world.Log.Count == 1 ? 300 : 5000)).Start();
        for (int i = 0; i < 3; i++)
        {
            world.Loop.Run(RunMode.Once);
        }
        world.Clock.Sleeps.Should().Equal(1000, 700);
    }

    [Fact]
    public void Nothing_is_slept_when_the_poll_would_not_wait()
    {
        using var world = new FakeWorld();
        world.Loop.IoCollectInterval = 1000;
        world.Loop.TimeoutCollectInterval = 1000;
        world.Loop.Run(RunMode.NoWait);
        AsyncWatcher async = world.Async("async");
        async.Start();
        async.Send();
        world.Loop.Run(RunMode.Once);
        world.Idle("idle").Start();
        world.Loop.Run(RunMode.Once);
        world.Clock.Sleeps.Should().BeEmpty();
        world.Backend.Timeouts.Should().Equal(0, 0, 0);
    }

    [Fact]
    public void Intervals_are_not_negative()
    {
        using var world = new FakeWorld();
        world.Loop.Invoking(l => l.IoCollectInterval = -1).Should().Throw<ArgumentOutOfRangeException>();
        world.Loop.Invoking(l => l.TimeoutCollectInterval = -1).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Everything_is_delivered(string name)
    {
        using var world = World.Create(name);
        world.Loop.IoCollectInterval = 100_000;
        world.Loop.TimeoutCollectInterval = 200_000;
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io", w => w.Stop()).Start();
        world.Timer("timer").Start(50_000);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().BeEquivalentTo("io", "timer");
    }
}
