using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>A loop that something else waits for, as a GUI's or a game's loop would.</summary>
public class DrivingTests
{
    [Fact]
    public void It_tells_how_long_it_can_be_left_alone()
    {
        using var world = new FakeWorld();
        world.Loop.NextTimeout.Should().Be(59_743_000_000);
        world.Timer("timer").Start(5000);
        world.Loop.NextTimeout.Should().Be(5001);
        world.Clock.Advance(4000);
        world.Loop.NextTimeout.Should().Be(1001);
        PeriodicWatcher periodic = world.Periodic("periodic");
        periodic.Set(world.Clock.WallNow + 500);
        periodic.Start();
        world.Loop.NextTimeout.Should().Be(501);
        world.Clock.Advance(10_000);
        world.Loop.NextTimeout.Should().Be(0);
        world.Loop.PrepareWait().Should().Be(0);
    }

    [Fact]
    public void It_cannot_be_left_alone_with_work_to_do()
    {
        using var world = new FakeWorld();
        IdleWatcher idle = world.Idle("idle");
        idle.Start();
        (world.Loop.NextTimeout, world.Loop.PrepareWait()).Should().Be((0, 0));
        idle.Stop();
        TimerWatcher fed = world.Timer("fed");
        world.Loop.FeedEvent(fed, IoEvents.Custom);
        (world.Loop.NextTimeout, world.Loop.PrepareWait()).Should().Be((0, 0));
        world.Loop.InvokePending();
        world.Loop.NotifyFork();
        (world.Loop.NextTimeout, world.Loop.PrepareWait()).Should().Be((0, 0));
        world.Loop.Run(RunMode.NoWait);
        AsyncWatcher async = world.Async("async");
        async.Start();
        async.Send();
        world.Loop.PrepareWait().Should().Be(0, "a wake-up came");
        world.Loop.Run(RunMode.NoWait);
        world.Loop.PrepareWait().Should().BePositive();
        world.Log.Should().Equal("fed", "async");
    }

    [Fact]
    public void Before_the_wait_the_backend_hears_of_changes_and_senders_of_the_wait()
    {
        using var world = new FakeWorld();
        world.Io(7, "io").Start();
        AsyncWatcher async = world.Async("async");
        async.Start();
        world.Loop.PrepareWait().Should().BePositive();
        world.Backend.Changes.Should().Equal((7, IoEvents.None, IoEvents.Read));
        async.Send();
        world.Backend.Wakes.Should().Be(1);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("async");
    }

    [Theory, MemberData(nameof(EmbedTests.Embeddable), MemberType = typeof(EmbedTests))]
    public void Its_descriptor_is_readable_when_there_is_something_to_do(string backend)
    {
        using var world = new RealWorld(backend);
        int fd = world.NewFd();
        world.Io(fd, "io", w => world.Drain(fd)).Start();
        AsyncWatcher async = world.Async("async");
        async.Start();
        int descriptor = world.Loop.BackendDescriptor;

        Settle(world);
        Libc.WaitReadable(descriptor, 0).Should().BeFalse();
        world.MakeReadable(fd);
        Libc.WaitReadable(descriptor, 10_000).Should().BeTrue();
        Settle(world);
        Libc.WaitReadable(descriptor, 0).Should().BeFalse();
        ThreadPool.QueueUserWorkItem(_ => async.Send());
        Libc.WaitReadable(descriptor, 10_000).Should().BeTrue();
        Settle(world);
        Libc.WaitReadable(descriptor, 0).Should().BeFalse();
        world.Log.Should().Equal("io", "async");
    }

    [Theory, MemberData(nameof(EmbedTests.Embeddable), MemberType = typeof(EmbedTests))]
    public void A_watcher_that_is_started_just_before_the_wait_ends_it(string backend)
    {
        using var world = new RealWorld(backend);
        Settle(world);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io", w => w.Stop()).Start();
        while (world.Log.Count == 0)
        {
            bool mayWait = world.Loop.PrepareWait() != 0;
            (!mayWait || Libc.WaitReadable(world.Loop.BackendDescriptor, 10_000)).Should().BeTrue("the wait ends");
            world.Loop.Run(RunMode.NoWait);
        }
    }

    [Fact]
    public void Before_the_wait_prepare_callbacks_run_again_as_callbacks_may_have_come_after_them()
    {
        using var world = new FakeWorld();
        // As for a foreign loop inside ours: the one asks how long it may be left alone, the other has it work.
        long dueAt = 1_000_000;
        TimerWatcher due = world.Timer("due");
        world.Prepare("ask", w =>
        {
            due.Stop();
            due.Start(dueAt - world.Clock.Now);
        }).Start();
        world.Check("work", w => dueAt = world.Clock.Now + 500).Start();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.PrepareWait().Should().Be(501);
        world.Log.Should().Equal("ask", "work", "ask");
    }

    [Fact]
    public void A_prepare_callback_that_wants_no_poll_ends_no_wait_for_good()
    {
        using var world = new FakeWorld();
        bool wants = true;
        world.Prepare("prepare", w =>
        {
            if (wants)
            {
                w.Loop.Break(BreakMode.All);
            }
        }).Start();
        world.Loop.PrepareWait().Should().Be(0);
        wants = false;
        world.Loop.PrepareWait().Should().BePositive();
    }

    [Fact]
    public void One_that_embeds_another_makes_that_ready_too()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        AsyncWatcher async = inner.Async("async");
        async.Start();
        Settle(outer);
        ThreadPool.QueueUserWorkItem(_ => async.Send());
        Libc.WaitReadable(outer.Loop.BackendDescriptor, 10_000).Should().BeTrue();
        inner.Loop.UpdateNow();
        inner.Timer("timer").Start(5_000_000);
        Settle(outer);
        outer.Loop.PrepareWait().Should().BeInRange(0, 5_000_001);
        inner.Log.Should().Contain("async");
    }

    [Fact]
    public void A_backend_without_a_descriptor_says_so()
    {
        using var world = new FakeWorld();
        world.Loop.BackendDescriptor.Should().Be(-1);
        world.Loop.Dispose();
        world.Loop.Invoking(l => l.BackendDescriptor).Should().Throw<ObjectDisposedException>();
        world.Loop.Invoking(l => l.PrepareWait()).Should().Throw<ObjectDisposedException>();
    }

    /// <summary>Runs it until it may be waited for.</summary>
    private static void Settle(World world)
    {
        do
        {
            world.Loop.Run(RunMode.NoWait);
        }
        while (world.Loop.PrepareWait() == 0);
    }
}
