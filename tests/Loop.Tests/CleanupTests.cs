using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class CleanupTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void It_runs_when_the_loop_is_disposed(string name)
    {
        using var world = World.Create(name);
        world.Cleanup("cleanup").Start();
        CleanupWatcher stopped = world.Cleanup("stopped");
        stopped.Start();
        stopped.Stop();
        world.Loop.Verify();
        world.Loop.Run().Should().BeFalse("it does not keep the loop running");
        world.Log.Should().BeEmpty();
        world.Loop.Dispose();
        world.Loop.Dispose();
        world.Log.Should().Equal("cleanup");
    }

    [Fact]
    public void It_does_not_count()
    {
        using var world = new FakeWorld();
        CleanupWatcher cleanup = world.Cleanup("cleanup");
        cleanup.Start();
        cleanup.Start();
        world.Loop.ActiveCount.Should().Be(0);
        cleanup.Stop();
        cleanup.Stop();
        world.Loop.ActiveCount.Should().Be(0);
    }

    [Fact]
    public void The_more_important_ones_run_first_and_what_is_pending_runs_too()
    {
        using var world = new FakeWorld();
        CleanupWatcher last = world.Cleanup("last");
        last.Priority = -1;
        last.Start();
        CleanupWatcher first = world.Cleanup("first");
        first.Priority = 2;
        first.Start();
        world.Loop.FeedEvent(world.Timer("pending"), IoEvents.Custom);
        world.Loop.Dispose();
        world.Log.Should().Equal("first", "pending", "last");
    }

    [Fact]
    public void Nothing_can_be_started_in_it_but_anything_stopped()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.Cleanup("cleanup", w =>
        {
            timer.Invoking(t => t.Start(1)).Should().Throw<ObjectDisposedException>();
            io.Stop();
            w.Stop();
        }).Start();
        world.Loop.Dispose();
        world.Log.Should().Equal("cleanup");
        (io.IsActive, world.Loop.ActiveCount).Should().Be((false, 0));
    }

    [Fact]
    public void An_exception_keeps_neither_the_others_nor_the_backend_from_being_cleaned_up()
    {
        using var world = new FakeWorld();
        world.Cleanup("second", _ => throw new NotSupportedException("second")).Start();
        world.Cleanup("first", _ => throw new NotSupportedException("first")).Start();
        world.Loop.Invoking(l => l.Dispose()).Should().Throw<NotSupportedException>().WithMessage("first");
        world.Log.Should().Equal("first", "second");
        world.Backend.IsDisposed.Should().BeTrue();
    }
}
