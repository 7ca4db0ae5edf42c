using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>The backend hears of a descriptor at most once an iteration, and only of what is left of the changes.</summary>
public class NettingOutTests
{
    [Fact]
    public void Stop_and_start_between_two_polls_reach_nobody()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Clear();
        // As the hub does: the callback stops it, a green thread that runs from a prepare watcher starts it again.
        world.Prepare("prepare", _ => io.Start()).Start();
        world.Check("check", _ => io.Stop()).Start();
        for (int i = 0; i < 10; i++)
        {
            world.Loop.Run(RunMode.NoWait);
        }
        world.Backend.Changes.Should().BeEmpty();
    }

    [Fact]
    public void Start_and_stop_of_a_known_descriptor_reach_nobody()
    {
        using var world = new FakeWorld();
        world.Io(3, "first").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Clear();
        IoWatcher second = new(world.Loop, 3, IoEvents.Write, (_, _) => { });
        second.Start();
        second.Stop();
        world.Loop.Run(RunMode.NoWait);
        // A new watcher may mean a new file, so that the backend is asked, but for nothing new.
        world.Backend.Changes.Should().Equal((3, IoEvents.Read, IoEvents.Read));
        world.Backend.Changes.Clear();
        second.Start();
        second.Stop();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Should().BeEmpty();
    }

    [Fact]
    public void Watchers_of_one_descriptor_are_added_up()
    {
        using var world = new FakeWorld();
        world.Io(3, "read").Start();
        new IoWatcher(world.Loop, 3, IoEvents.Write, (_, _) => { }).Start();
        world.Io(3, "read too").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Should().Equal((3, IoEvents.None, IoEvents.Read | IoEvents.Write));
    }

    [Fact]
    public void A_new_interest_and_the_end_of_all_interest_are_told()
    {
        using var world = new FakeWorld();
        IoWatcher read = world.Io(3, "read");
        IoWatcher write = new(world.Loop, 3, IoEvents.Write, (_, _) => { });
        read.Start();
        world.Loop.Run(RunMode.NoWait);
        write.Start();
        world.Loop.Run(RunMode.NoWait);
        read.Stop();
        world.Loop.Run(RunMode.NoWait);
        write.Stop();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Should().Equal(
            (3, IoEvents.None, IoEvents.Read),
            (3, IoEvents.Read, IoEvents.Read | IoEvents.Write),
            (3, IoEvents.Read | IoEvents.Write, IoEvents.Write),
            (3, IoEvents.Write, IoEvents.None));
    }

    [Fact]
    public void A_watcher_that_is_set_makes_the_backend_look_again()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Clear();
        world.Backend.NewFiles.Should().Equal(true);
        io.Stop();
        io.Set(3, IoEvents.Read);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        world.Loop.Run(RunMode.NoWait);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Should().Equal(
            (3, IoEvents.Read, IoEvents.Read), (3, IoEvents.Read, IoEvents.None), (3, IoEvents.None, IoEvents.Read));
        world.Backend.NewFiles.Skip(1).Should().Equal(true, false, false);
    }

    [Fact]
    public void Events_of_a_descriptor_that_changed_during_the_poll_are_dropped()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.MakeReadable(3);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1);
        // As green threads that were detached, and another carrier's, might.
        world.Backend.DuringPoll = () =>
        {
            io.Stop();
            io.Start();
        };
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1);
        world.Backend.DuringPoll = null;
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(2, "the next poll finds them again");
    }
}
