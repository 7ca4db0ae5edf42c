using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class EventBufferTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void More_ready_descriptors_than_fit_are_all_served_and_the_buffer_grows(string name)
    {
        using var world = new RealWorld(name);
        const int Count = 150; // More than the initial buffer of either build.
        for (int i = 0; i < Count; i++)
        {
            int fd = world.NewFd();
            world.MakeReadable(fd);
            world.Io(fd, $"{fd}").Start();
        }
        int polls = 0;
        while (world.Log.Distinct().Count() < Count && polls++ < 20)
        {
            world.Loop.Run(RunMode.NoWait);
        }
        world.Log.Distinct().Should().HaveCount(Count);

        for (int i = 0; i < 8; i++)
        {
            world.Loop.Run(RunMode.NoWait);
        }
        world.Log.Clear();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Distinct().Should().HaveCount(Count, "one poll has room for all by now");
    }
}
