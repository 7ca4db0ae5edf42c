using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class PriorityTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Callbacks_of_an_iteration_run_in_order_of_priority(string name)
    {
        using var world = World.Create(name);
        foreach (int priority in (int[])[0, 2, -1, 1, -2])
        {
            int fd = world.NewFd();
            world.MakeReadable(fd);
            IoWatcher io = world.Io(fd, priority.ToString());
            io.Priority = priority;
            io.Start();
        }

        // Not all events need fit into one poll of the small Debug buffer.
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Clear();
        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("2", "1", "0", "-1", "-2");
    }

    [Fact]
    public void A_more_important_event_that_a_callback_feeds_comes_before_the_rest()
    {
        using var world = new FakeWorld();
        TimerWatcher urgent = world.Timer("urgent");
        urgent.Priority = 1;
        world.Loop.FeedEvent(world.Timer("1"), IoEvents.Custom);
        world.Loop.FeedEvent(world.Timer("2", _ => world.Loop.FeedEvent(urgent, IoEvents.Custom)), IoEvents.Custom);

        world.Loop.InvokePending();

        world.Log.Should().Equal("2", "urgent", "1");
    }

    [Fact]
    public void A_check_watcher_of_the_highest_priority_runs_before_everything_that_was_found()
    {
        using var world = new FakeWorld();
        world.MakeReadable(3);
        IoWatcher io = world.Io(3, "io");
        io.Priority = EventLoop.MaxPriority;
        io.Start();
        CheckWatcher check = world.Check("check");
        check.Priority = EventLoop.MaxPriority;
        check.Start();

        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("check", "io");
    }

    [Theory, InlineData(-3), InlineData(3), InlineData(int.MinValue), InlineData(int.MaxValue)]
    public void A_priority_out_of_range_is_refused(int priority)
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Invoking(t => t.Priority = priority).Should().Throw<ArgumentOutOfRangeException>();
        timer.Priority.Should().Be(0);
    }

    [Fact]
    public void The_priority_of_an_active_or_a_pending_watcher_stays()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(1);
        timer.Invoking(t => t.Priority = 1).Should().Throw<InvalidOperationException>();
        timer.Stop();
        world.Loop.FeedEvent(timer, IoEvents.Custom);
        timer.Invoking(t => t.Priority = 1).Should().Throw<InvalidOperationException>();
        timer.ClearPending();
        timer.Priority = 1;
        timer.Priority.Should().Be(1);
    }
}
