using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>A descriptor that cannot be watched: all its watchers are stopped and told so.</summary>
public class ClosedDescriptorTests
{
    private const int NobodysFd = 947;

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void Watchers_of_a_closed_descriptor_get_an_error_and_the_others_go_on(string name)
    {
        using var world = new RealWorld(name);
        var told = new List<(IoWatcher, IoEvents)>();
        var first = new IoWatcher(world.Loop, NobodysFd, IoEvents.Read, (w, e) => told.Add((w, e)));
        var second = new IoWatcher(world.Loop, NobodysFd, IoEvents.Write, (w, e) => told.Add((w, e)));
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "other", w => w.Stop()).Start();
        first.Start();
        second.Start();

        world.Loop.Run().Should().BeFalse();

        IoEvents error = IoEvents.Error | IoEvents.Read | IoEvents.Write;
        told.Should().BeEquivalentTo([(first, error), (second, error)]);
        (first.IsActive, second.IsActive).Should().Be((false, false));
        world.Log.Should().Equal("other");
    }

    [Fact]
    public void They_are_told_at_once_even_if_nothing_else_ends_the_wait()
    {
        using var world = new FakeWorld();
        world.Backend.Errors[3] = -9;
        world.Timer("timer").Start(1_000_000_000);
        world.Io(3, "io").Start();

        world.Loop.Run(RunMode.Once);

        world.Backend.Timeouts.Should().Equal(0);
        world.Log.Should().Equal("io");
        world.Loop.Verify();
    }

    [Fact]
    public void Its_number_can_be_watched_again_when_it_stands_for_another_file()
    {
        using var world = new FakeWorld();
        world.Backend.Errors[4] = -9;
        world.Io(3, "good").Start();
        world.Io(4, "bad").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Verify();

        world.Backend.Errors.Clear();
        world.MakeReadable(4);
        world.Io(4, "again", w => w.Stop()).Start();
        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("bad", "again");
        world.Loop.Verify();
    }

    [Fact]
    public void A_watcher_that_starts_again_in_its_error_callback_gets_it_again()
    {
        using var world = new FakeWorld();
        world.Backend.Errors[3] = -9;
        int tries = 0;
        world.Io(3, "io", w =>
        {
            if (++tries < 3)
            {
                w.Start();
            }
            else if (tries == 3)
            {
                world.Backend.Errors.Clear();
                world.MakeReadable(3);
                w.Start();
            }
            else
            {
                w.Stop();
            }
        }).Start();

        world.Loop.Run();

        tries.Should().Be(4);
    }

    [Theory, InlineData("poll"), InlineData("select")]
    public void A_backend_without_a_memory_finds_out_at_once(string name)
    {
        using var world = new RealWorld(name);
        int fd = world.NewFd();
        int other = world.NewFd();
        var events = IoEvents.None;
        new IoWatcher(world.Loop, fd, IoEvents.Read, (_, e) => events = e).Start();
        world.Io(other, "other", w => w.Stop()).Start();
        world.Loop.Run(RunMode.NoWait);
        world.Close(fd);
        world.Timer("timer").Start(3_600_000_000_000);
        world.Loop.Run(RunMode.Once);
        events.Should().Be(IoEvents.Error | IoEvents.Read | IoEvents.Write);
        world.Loop.ActiveCount.Should().Be(2, "it is only the one");
        world.MakeReadable(other);
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("other");
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_watcher_that_starts_again_in_its_error_callback_hears_of_the_file_that_has_the_number_by_then(string name)
    {
        using var world = new RealWorld(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        var events = new List<IoEvents>();
        new IoWatcher(world.Loop, NobodysFd, IoEvents.Read, (w, e) =>
        {
            events.Add(e);
            w.Stop();
            if ((e & IoEvents.Error) != 0)
            {
                Libc.Dup2(fd, NobodysFd);
                w.Start();
            }
        }).Start();
        var limit = new TimerWatcher(world.Loop, w => w.Loop.Break());
        limit.Start(2_000_000_000);
        while (events.Count < 2 && limit.IsActive)
        {
            world.Loop.Run(RunMode.Once);
        }
        Libc.Close(NobodysFd);
        events.Should().Equal(IoEvents.Error | IoEvents.Read | IoEvents.Write, IoEvents.Read);
        world.Loop.Verify();
    }

    [Fact]
    public void After_an_error_that_is_dropped_the_backend_is_asked_again_as_it_may_have_forgotten_the_descriptor()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.SetReady(3, IoEvents.Error);
        world.Backend.DuringPoll = () =>
        {
            io.Stop();
            io.Start();
        };
        world.Loop.Run(RunMode.NoWait);
        world.Backend.DuringPoll = null;
        world.Backend.Changes.Clear();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Changes.Should().Equal((3, IoEvents.Read, IoEvents.Read));
    }

    [Fact]
    public void An_error_of_a_descriptor_that_changed_during_the_poll_is_dropped()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Backend.SetReady(3, IoEvents.Read | IoEvents.Error);
        world.Backend.DuringPoll = () =>
        {
            io.Stop();
            io.Set(3, IoEvents.Read);
            io.Start();
        };
        world.Loop.Run(RunMode.NoWait);
        io.IsActive.Should().BeTrue("it may be another file by now");
        world.Log.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_descriptor_closed_under_an_active_watcher_is_found_out_when_it_is_set_again(string name)
    {
        using var world = new RealWorld(name);
        int fd = world.NewFd();
        Libc.Dup2(fd, NobodysFd);
        var events = IoEvents.None;
        var io = new IoWatcher(world.Loop, NobodysFd, IoEvents.Read, (_, e) => events = e);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        Libc.Close(NobodysFd);
        io.Stop();
        io.Set(NobodysFd, IoEvents.Read);
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        events.Should().HaveFlag(IoEvents.Error);
        world.Loop.ActiveCount.Should().Be(0);
    }
}
