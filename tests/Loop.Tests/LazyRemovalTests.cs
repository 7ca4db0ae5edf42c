using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>epoll: a stop is not told to the kernel before an event comes that nobody wants.</summary>
public class LazyRemovalTests
{
    [Fact]
    public void A_stopped_descriptor_stays_registered_until_it_is_ready()
    {
        using var world = new EpollWorld();
        int fd = world.NewFd();
        IoWatcher io = world.Io(fd, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        world.Loop.Run(RunMode.NoWait);
        world.Registered().Should().Contain(fd, 1);

        world.MakeReadable(fd);
        world.Timer("timer").Start(3_600_000_000_000);
        world.Loop.Run(RunMode.Once);
        world.Registered().Should().NotContainKey(fd, "a poll that waits must not be ended by it again and again");
        world.Log.Should().BeEmpty();

        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("io");
    }

    [Fact]
    public void A_busy_loop_passes_over_a_few_events_that_nobody_wants()
    {
        using var world = new EpollWorld();
        int fd = world.NewFd();
        IoWatcher io = world.Io(fd, "io", w => w.Stop());
        world.MakeReadable(fd);
        for (int round = 1; round <= 5; round++)
        {
            io.Start();
            world.Loop.Run(RunMode.NoWait);
            world.Log.Should().HaveCount(round);
            world.Loop.Run(RunMode.NoWait);
            world.Loop.Run(RunMode.NoWait);
            world.Loop.Run(RunMode.NoWait);
            world.Registered().Should().Contain(fd, 1);
        }
        for (int i = 0; i < 100; i++)
        {
            world.Loop.Run(RunMode.NoWait);
        }
        world.Registered().Should().NotContainKey(fd, "nobody seems to want it back");
        world.Log.Should().HaveCount(5);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(6);
    }

    [Fact]
    public void It_is_taken_up_again_as_it_is()
    {
        using var world = new EpollWorld();
        int fd = world.NewFd();
        IoWatcher io = world.Io(fd, "io");
        for (int i = 0; i < 3; i++)
        {
            io.Start();
            world.Loop.Run(RunMode.NoWait);
            io.Stop();
            world.Loop.Run(RunMode.NoWait);
        }
        io.Start();
        world.MakeReadable(fd);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("io");
    }

    [Fact]
    public void It_is_taken_up_again_for_other_events()
    {
        using var world = new EpollWorld();
        int fd = world.NewWritableFd();
        IoWatcher read = world.Io(fd, "read");
        read.Start();
        world.Loop.Run(RunMode.NoWait);
        read.Stop();
        world.Loop.Run(RunMode.NoWait);

        new IoWatcher(world.Loop, fd, IoEvents.Write, (_, e) => world.Log.Add(e.ToString())).Start();
        world.Loop.Run(RunMode.NoWait);

        world.Registered().Should().Contain(fd, 4);
        world.Log.Should().Equal("Write");
    }

    [Fact]
    public void Narrowed_interest_is_told_at_once()
    {
        using var world = new EpollWorld();
        int fd = world.NewWritableFd();
        IoWatcher write = new(world.Loop, fd, IoEvents.Write, (_, _) => { });
        world.Io(fd, "read").Start();
        write.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Registered().Should().Contain(fd, 5);
        write.Stop();
        world.Loop.Run(RunMode.NoWait);
        world.Registered().Should().Contain(fd, 1);
    }
}
