using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>A number is closed and becomes another file. epoll tells nobody.</summary>
public class ReusedDescriptorTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void Closed_and_reopened_inside_one_iteration(string name)
    {
        using var world = new RealWorld(name);
        int old = world.NewFd();
        int fresh = world.NewFd();
        world.MakeReadable(old);
        IoWatcher next = null!;
        IoWatcher io = world.Io(old, "old", w =>
        {
            w.Stop();
            Libc.Dup2(fresh, old); // Closes the old file and makes the number the fresh one, in one step.
            next = world.Io(old, "new", n => n.Stop());
            next.Start();
        });
        io.Start();
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("old");

        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal(["old"], "the new file is not readable");

        world.MakeReadable(fresh);
        world.Loop.Run();
        world.Log.Should().Equal("old", "new");
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void With_an_event_of_the_old_file_pending(string name)
    {
        using var world = new RealWorld(name);
        int old = world.NewFd();
        int fresh = world.NewFd();
        int other = world.NewFd();
        world.MakeReadable(old);
        world.MakeReadable(other);
        IoWatcher victim = world.Io(old, "victim");
        IoWatcher closer = world.Io(other, "closer", w =>
        {
            w.Stop();
            victim.IsPending.Should().BeTrue();
            victim.Stop();
            Libc.Dup2(fresh, old);
            victim.Set(old, IoEvents.Read);
            victim.Start();
        });
        closer.Priority = 1;
        victim.Start();
        closer.Start();

        world.Loop.Run(RunMode.Once);
        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("closer");
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void While_nobody_watched(string name)
    {
        using var world = new RealWorld(name);
        int old = world.NewFd();
        int fresh = world.NewFd();
        IoWatcher io = world.Io(old, "io", w => w.Stop());
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        world.Loop.Run(RunMode.NoWait);
        Libc.Dup2(fresh, old);
        world.MakeReadable(fresh);
        io.Set(old, IoEvents.Read);
        io.Start();
        world.Loop.Run();
        world.Log.Should().Equal("io");
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void With_a_watcher_that_stopped_before_the_backend_heard_of_it(string name)
    {
        using var world = new RealWorld(name);
        int old = world.NewFd();
        int fresh = world.NewFd();
        IoWatcher first = world.Io(old, "first");
        first.Start();
        world.Loop.Run(RunMode.NoWait);
        first.Stop();
        world.Loop.Run(RunMode.NoWait);
        Libc.Dup2(fresh, old);
        world.MakeReadable(fresh);
        IoWatcher io = world.Io(old, "io");
        io.Start();
        io.Stop();
        world.Loop.Run(RunMode.NoWait);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("io");
    }

    [Fact]
    public void While_interest_changes()
    {
        using var world = new EpollWorld();
        int old = world.NewFd();
        int fresh = world.NewWritableFd();
        IoWatcher io = world.Io(old, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        Libc.Dup2(fresh, old);
        io.Set(old, IoEvents.Read | IoEvents.Write); // Changed, so MOD is tried, and answered ENOENT.
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("io");
        world.Registered().Should().Contain(old, 5);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_ghost_of_the_old_file_is_laid_by_a_new_set(string name)
    {
        using var world = new RealWorld(name);
        int old = world.NewFd();
        int fresh = world.NewFd();
        int bystander = world.NewFd();
        world.Io(bystander, "bystander").Start();
        IoWatcher io = world.Io(old, "old");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        int duplicate = Libc.Dup(old); // Keeps the registration alive, under a number that means something else now.
        Libc.Dup2(fresh, old);
        world.Io(old, "new").Start();
        world.Loop.Run(RunMode.NoWait);
        world.MakeReadable(old); // The old pipe: its event carries the number that the new one has.

        for (int i = 0; i < 5; i++)
        {
            world.Loop.Run(RunMode.NoWait);
        }
        world.Log.Should().BeEmpty();

        // Nothing is reported any more, or the loop would never sleep; and everything else still is.
        world.Backend.Poll(0, new NoSink()).Should().BeTrue();
        (world.Backend.Descriptor >= 0 && Libc.WaitReadable(world.Backend.Descriptor, 0)).Should().BeFalse();
        world.MakeReadable(fresh);
        world.Loop.Run(RunMode.Once);
        world.MakeReadable(bystander);
        world.Loop.Run(RunMode.Once);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Contain("new").And.Contain("bystander").And.NotContain("old");
        Libc.Close(duplicate);
    }

    [Fact]
    public void A_ghost_that_nobody_wants_is_laid_too()
    {
        using var world = new EpollWorld();
        int fd = world.NewFd();
        IoWatcher io = world.Io(fd, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        world.Loop.Run(RunMode.NoWait);
        int duplicate = Libc.Dup(fd);
        world.MakeReadable(fd);
        world.Close(fd); // Now it reports, and cannot be removed: its number is no descriptor.

        world.Timer("timer").Start(3_600_000_000_000);
        world.Loop.Run(RunMode.Once);
        world.Loop.Run(RunMode.NoWait);

        world.Registered().Should().NotContainKey(fd);
        world.Backend.Poll(0, new NoSink()).Should().BeTrue();
        Libc.Close(duplicate);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_file_that_has_its_number_again_is_watched_for_what_is_wanted_now(string name)
    {
        const int Number = 402;
        using var world = new RealWorld(name);
        (int fd, int other) = (world.NewFd(), world.NewFd());
        // The end of a pipe that is read is never writable: so the registration stays, for writing.
        Watch(fd, IoEvents.Write);
        // The number is another file's, and the registration of the first stays, since that is open under its own number.
        Watch(other, IoEvents.Read);
        Libc.Dup2(fd, Number);
        world.MakeReadable(fd);
        world.Io(Number, "readable", w => w.Loop.Break()).Start();
        world.Timer("lost", w => w.Loop.Break()).Start(2_000_000_000);
        world.Loop.Run();
        Libc.Close(Number);
        world.Log.Should().Equal("readable");

        void Watch(int file, IoEvents events)
        {
            Libc.Dup2(file, Number);
            var io = new IoWatcher(world.Loop, Number, events, (_, _) => world.Log.Add("none is ready"));
            io.Start();
            world.Loop.Run(RunMode.NoWait);
            io.Stop();
            world.Loop.Run(RunMode.NoWait);
        }
    }

    [Fact]
    public void The_loop_asks_for_everything_again_after_the_backend_lost_it()
    {
        using var world = new FakeWorld();
        world.Io(3, "3").Start();
        world.Io(4, "4").Start();
        IoWatcher stopped = world.Io(5, "5");
        stopped.Start();
        world.Loop.Run(RunMode.NoWait);
        stopped.Stop();
        world.Backend.IsIntact = false;
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Clear();

        world.Loop.Run(RunMode.NoWait);
        world.Backend.Recreations.Should().Be(1);
        world.Backend.Changes.Should().Equal((3, IoEvents.None, IoEvents.Read), (4, IoEvents.None, IoEvents.Read));

        world.Loop.Run(RunMode.NoWait);
        world.Backend.Recreations.Should().Be(1);
        world.Backend.Changes.Should().HaveCount(2);
    }
}
