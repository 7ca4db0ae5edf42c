using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Prepare, poll, timers, idle, check; and as what is found last is delivered first, check before timers before io.</summary>
public class IterationOrderTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void An_iteration_goes_through_its_phases_in_libevs_order(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io", w => w.Stop()).Start();
        world.Timer("timer").Start(0);
        world.Check("check").Start();
        world.Prepare("prepare").Start();
        AsyncWatcher async = world.Async("async");
        async.Start();
        async.Send();

        world.Elapse(10);
        world.Loop.Run(RunMode.Once);

        world.Log.Should().Equal("prepare", "check", "timer", "async", "io");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Prepare_watchers_run_before_the_poll_and_may_make_a_descriptor_ready_for_it(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.Prepare("prepare", _ => world.MakeReadable(fd)).Start();
        world.Io(fd, "io").Start();

        world.Loop.Run(RunMode.Once);

        world.Log.Should().Equal("prepare", "io");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void What_was_pending_before_the_run_comes_before_its_first_prepare(string name)
    {
        using var world = World.Create(name);
        world.Prepare("prepare").Start();
        world.Loop.FeedEvent(world.Timer("fed"), IoEvents.Custom);

        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("fed", "prepare");
    }

    [Fact]
    public void The_backend_hears_of_changes_after_the_prepare_watchers()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(7, "io");
        world.Prepare("prepare", _ => io.Start()).Start();

        world.Loop.Run(RunMode.NoWait);

        world.Backend.Changes.Should().Equal((7, IoEvents.None, IoEvents.Read));
    }

    [Fact]
    public void Iterations_and_depth_are_counted()
    {
        using var world = new FakeWorld();
        int depth = 0;
        world.Prepare("prepare", w => depth = w.Loop.Depth).Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);

        (world.Loop.Iteration, world.Loop.Depth, depth).Should().Be((2L, 0, 1));
    }
}
