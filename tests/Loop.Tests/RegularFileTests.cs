using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>epoll refuses regular files (EPERM); poll and select say they are always ready, and so does the loop.</summary>
public class RegularFileTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_regular_file_is_always_ready(string name)
    {
        using var world = new RealWorld(name);
        int fd = Libc.OpenFile("/proc/self/exe");
        int seen = 0;
        IoEvents events = IoEvents.None;
        var io = new IoWatcher(world.Loop, fd, IoEvents.Read, (w, e) =>
        {
            events |= e;
            if (++seen == 5)
            {
                w.Stop();
            }
        });
        io.Start();
        // An hour to wait, were it not ready.
        world.Timer("timer", _ => world.Loop.Break()).Start(3_600_000_000_000);
        while (seen < 5)
        {
            world.Loop.Run(RunMode.Once);
        }
        (events, io.IsActive).Should().Be((IoEvents.Read, false));
        world.Loop.Run(RunMode.NoWait);
        seen.Should().Be(5);

        io.Start();
        world.Loop.Run(RunMode.Once);
        seen.Should().Be(6, "it is ready whenever it is started");
        Libc.Close(fd);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void Its_number_may_become_a_file_that_is_not(string name)
    {
        using var world = new RealWorld(name);
        int fd = Libc.OpenFile("/proc/self/exe");
        IoWatcher io = world.Io(fd, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("io");
        int pipe = world.NewFd();
        io.Stop();
        Libc.Dup2(pipe, fd);
        io.Set(fd, IoEvents.Read);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1);

        world.MakeReadable(pipe);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(2);
        Libc.Close(fd);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void It_survives_a_new_set(string name)
    {
        using var world = new RealWorld(name);
        int fd = Libc.OpenFile("/proc/self/exe");
        var sink = new CountingSink();
        world.Backend.Modify(fd, IoEvents.None, IoEvents.Read, mayBeNewFile: true).Should().Be(0);
        world.Backend.Poll(0, sink);
        world.Backend.Recreate();
        world.Backend.Poll(0, sink);
        sink.Count.Should().Be(1, "the set is empty now");
        world.Backend.Modify(fd, IoEvents.None, IoEvents.Read, mayBeNewFile: true).Should().Be(0);
        world.Backend.Poll(0, sink);
        sink.Count.Should().Be(2);
        Libc.Close(fd);
    }

    private sealed class CountingSink : IPollSink
    {
        public int Count { get; private set; }

        public void Ready(int fd, IoEvents events) => Count++;
    }
}
