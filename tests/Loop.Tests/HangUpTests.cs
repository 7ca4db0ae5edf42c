using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class HangUpTests
{
    public static TheoryData<string, IoEvents> Cases
    {
        get
        {
            var cases = new TheoryData<string, IoEvents>();
            foreach (string name in World.RealNames)
            {
                cases.Add(name, IoEvents.Read);
                cases.Add(name, IoEvents.Write);
                cases.Add(name, IoEvents.Read | IoEvents.Write);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_hang_up_reaches_whoever_waits_for_either_direction(string name, IoEvents events)
    {
        using var world = new RealWorld(name);
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

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void The_error_of_a_pipe_nobody_reads_reaches_the_writer(string name)
    {
        using var world = new RealWorld(name);
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

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_watcher_for_nothing_hears_of_nothing(string name)
    {
        using var world = new RealWorld(name);
        int fd = world.NewFd();
        new IoWatcher(world.Loop, fd, IoEvents.None, (_, _) => world.Log.Add("io")).Start();
        world.MakeReadable(fd);
        world.Loop.Run(RunMode.NoWait).Should().BeTrue();
        world.HangUp(fd);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }
}
