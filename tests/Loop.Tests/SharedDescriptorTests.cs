using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class SharedDescriptorTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Each_watcher_hears_of_what_it_waits_for(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewWritableFd();
        var heard = new List<(string, IoEvents)>();
        new IoWatcher(world.Loop, fd, IoEvents.Read, (_, e) => heard.Add(("read", e))).Start();
        new IoWatcher(world.Loop, fd, IoEvents.Write, (_, e) => heard.Add(("write", e))).Start();
        new IoWatcher(world.Loop, fd, IoEvents.Read | IoEvents.Write, (_, e) => heard.Add(("both", e))).Start();

        world.Loop.Run(RunMode.Once);

        heard.Should().BeEquivalentTo([("write", IoEvents.Write), ("both", IoEvents.Write)]);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Whichever_stops_the_others_stay(int which)
    {
        using var world = new FakeWorld();
        world.MakeReadable(3);
        IoWatcher[] all = [world.Io(3, "0"), world.Io(3, "1"), world.Io(3, "2")];
        foreach (IoWatcher io in all)
        {
            io.Start();
        }
        all[which].Stop();
        world.Loop.Verify();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEquivalentTo(new[] { "0", "1", "2" }.Where(n => n != which.ToString()));
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Readiness_is_reported_as_long_as_it_lasts(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(2);
        world.Drain(fd);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(2);
    }
}
