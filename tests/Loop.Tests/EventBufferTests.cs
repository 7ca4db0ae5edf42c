using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class EventBufferTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void More_ready_descriptors_than_one_poll_reports_are_served_in_turn(string name)
    {
        using var world = new RealWorld(name);
        const int Count = 2 * EpollBackend.EventsPerPoll + 22;
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
        const int Polls = 60;
        for (int i = 0; i < Polls; i++)
        {
            world.Loop.Run(RunMode.NoWait);
        }
        // Other backends than epoll have room for all by now.
        int least = world.Loop.Backend == LoopBackends.Epoll ? (Polls * EpollBackend.EventsPerPoll / Count) - 1 : Polls;
        world.Log.CountBy(line => line).Should().HaveCount(Count).And.OnlyContain(served => served.Value >= least, "nobody is passed over");
    }
}
