using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class HangUpTests
{
    [Theory, InlineData(IoEvents.Read), InlineData(IoEvents.Write), InlineData(IoEvents.Read | IoEvents.Write)]
    public void A_hang_up_reaches_whoever_waits_for_either_direction(IoEvents events)
    {
        using var world = new EpollWorld();
        int fd = world.NewWritableFd();
        var seen = IoEvents.None;
        new IoWatcher(world.Loop, fd, events, (w, e) =>
        {
            seen = e;
            w.Stop();
        }).Start();
        world.HangUp(fd);

        world.Loop.Run();

        seen.Should().Be(events);
    }

    [Fact]
    public void The_error_of_a_pipe_nobody_reads_reaches_the_writer()
    {
        using var world = new EpollWorld();
        (int read, int write) = Libc.Pipe();
        Libc.Close(read);
        var seen = IoEvents.None;
        new IoWatcher(world.Loop, write, IoEvents.Read, (w, e) =>
        {
            seen = e;
            w.Stop();
        }).Start();
        world.Loop.Run();
        seen.Should().Be(IoEvents.Read);
        Libc.Close(write);
    }

    [Fact]
    public void A_watcher_for_nothing_hears_of_nothing()
    {
        using var world = new EpollWorld();
        int fd = world.NewFd();
        new IoWatcher(world.Loop, fd, IoEvents.None, (_, _) => world.Log.Add("io")).Start();
        world.MakeReadable(fd);
        world.Loop.Run(RunMode.NoWait).Should().BeTrue();
        world.HangUp(fd);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }
}
