using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class ForkTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Fork_watchers_run_once_and_before_prepare_watchers(string name)
    {
        using var world = World.Create(name);
        world.Prepare("prepare").Start();
        world.Fork("fork").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.NotifyFork();
        world.Loop.NotifyFork();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("prepare", "fork", "prepare", "prepare");
    }

    [Fact]
    public void The_backend_starts_again_and_hears_of_everything()
    {
        using var world = new FakeWorld();
        world.Io(3, "a").Start();
        world.Io(4, "b").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.NotifyFork();
        world.Backend.Changes.Clear();
        world.Loop.Run(RunMode.NoWait);
        (world.Backend.Recreations, world.Loop.BackendGeneration).Should().Be((1, 1));
        world.Backend.Changes.Select(c => (c.Fd, c.New)).Should().Equal((3, IoEvents.Read), (4, IoEvents.Read));
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Recreations.Should().Be(1);
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Everything_works_after_it(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.Io(fd, "io", w => w.Stop()).Start();
        AsyncWatcher async = world.Async("async", w => w.Stop());
        async.Start();
        world.Fork("fork", w => w.Stop()).Start();
        world.Timer("timer").Start(1000);
        world.Loop.Run(RunMode.NoWait);
        world.Loop.NotifyFork();
        world.MakeReadable(fd);
        async.Send();
        world.Elapse(2000);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Contain(["fork", "io", "async", "timer"]);
    }

    [Fact]
    public void Those_who_drain_their_eventfd_get_one_that_is_not_the_parents_too()
    {
        using var shared = new WakeDescriptor();
        int parents = Libc.Dup(shared.Fd);
        using WakeDescriptor own = shared.Renew();
        shared.Write(); // One that was late. It goes nowhere.
        own.Write();
        Libc.WaitReadable(parents, 0).Should().BeFalse();
        Libc.WaitReadable(own.Fd, 0).Should().BeTrue();
        Libc.Close(parents);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_wake_up_after_it_ends_the_wait(string name)
    {
        using var world = new RealWorld(name);
        AsyncWatcher async = world.Async("async", w => w.Loop.Break());
        async.Start();
        for (int i = 0; i < 3; i++)
        {
            world.Loop.NotifyFork();
            world.Loop.Run(RunMode.NoWait);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                Thread.Sleep(20); // Until it waits.
                async.Send();
            });
            world.Loop.Run();
        }
        world.Log.Should().HaveCount(3);
    }

    [Fact]
    public void A_fork_that_a_prepare_callback_notes_is_told_in_the_next_iteration_which_comes_at_once()
    {
        using var world = new FakeWorld();
        world.Fork("fork", w => w.Loop.Break()).Start();
        world.Prepare("prepare", w =>
        {
            w.Loop.NotifyFork();
            w.Stop();
        }).Start();
        world.Loop.Run();
        world.Log.Should().Equal("prepare", "fork");
        world.Backend.Timeouts.Should().Equal(0);
    }
}
