using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class FeedTests
{
    [Fact]
    public void An_inactive_watcher_can_be_fed()
    {
        using var world = new FakeWorld();
        var seen = new List<IoEvents>();
        var io = new IoWatcher(world.Loop, 3, IoEvents.Read, (_, e) => seen.Add(e));
        world.Loop.FeedEvent(io, IoEvents.Custom);
        (io.IsActive, io.IsPending, world.Loop.PendingCount).Should().Be((false, true, 1));
        world.Loop.InvokePending();
        seen.Should().Equal(IoEvents.Custom);
        (io.IsPending, world.Loop.PendingCount).Should().Be((false, 0));
    }

    [Fact]
    public void Events_for_a_pending_watcher_are_added_up_to_one_call()
    {
        using var world = new FakeWorld();
        var seen = new List<IoEvents>();
        var io = new IoWatcher(world.Loop, 3, IoEvents.Read, (_, e) => seen.Add(e));
        world.Loop.FeedEvent(io, IoEvents.Custom);
        world.Loop.FeedEvent(io, IoEvents.Read);
        world.Loop.InvokePending();
        seen.Should().Equal(IoEvents.Custom | IoEvents.Read);
    }

    [Fact]
    public void Clearing_returns_the_events_and_leaves_the_watcher_active()
    {
        using var world = new FakeWorld();
        TimerWatcher before = world.Timer("before");
        TimerWatcher timer = world.Timer("timer");
        TimerWatcher after = world.Timer("after");
        timer.Start(1000);
        world.Loop.FeedEvent(before, IoEvents.Custom);
        world.Loop.FeedEvent(timer, IoEvents.Timer | IoEvents.Custom);
        world.Loop.FeedEvent(after, IoEvents.Custom);

        timer.ClearPending().Should().Be(IoEvents.Timer | IoEvents.Custom);
        timer.ClearPending().Should().Be(IoEvents.None);
        world.Loop.Verify();
        timer.IsActive.Should().BeTrue();
        world.Loop.InvokePending();
        world.Log.Should().Equal("after", "before");
    }

    [Fact]
    public void A_cleared_watcher_can_be_fed_again()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        world.Loop.FeedEvent(timer, IoEvents.Custom);
        timer.ClearPending();
        world.Loop.FeedEvent(timer, IoEvents.Custom);
        world.Loop.Verify();
        world.Loop.InvokePending();
        world.Log.Should().Equal("timer");
    }

    [Fact]
    public void Feeding_a_descriptor_reaches_its_active_watchers_at_once()
    {
        using var world = new FakeWorld();
        world.Io(3, "read").Start();
        IoWatcher stopped = world.Io(3, "stopped");
        stopped.Start();
        stopped.Stop();
        new IoWatcher(world.Loop, 3, IoEvents.Write, (_, _) => world.Log.Add("write")).Start();
        world.Loop.FeedFdEvent(3, IoEvents.Read);
        world.Loop.FeedFdEvent(4, IoEvents.Read);
        world.Loop.FeedFdEvent(int.MaxValue, IoEvents.Read);
        world.Loop.InvokePending();
        world.Log.Should().Equal("read");
    }

    [Fact]
    public void More_events_than_the_queue_first_holds()
    {
        using var world = new FakeWorld();
        for (int i = 0; i < 1000; i++)
        {
            world.Loop.FeedEvent(world.Timer($"{i}"), IoEvents.Custom);
        }
        world.Loop.PendingCount.Should().Be(1000);
        world.Loop.InvokePending();
        world.Log.Should().Equal(Enumerable.Range(0, 1000).Reverse().Select(i => $"{i}"));
    }
}
