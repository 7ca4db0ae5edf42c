using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>The kernel is asked to wake the loop only if the loop waits, or is about to.</summary>
public class WakeUpTests
{
    [Fact]
    public void A_loop_that_is_awake_is_not_woken()
    {
        using var world = new FakeWorld();
        AsyncWatcher async = world.Async("async");
        async.Start();
        async.Send();
        world.Prepare("prepare", _ => async.Send()).Start();
        world.Loop.Run(RunMode.Once);
        world.Backend.Wakes.Should().Be(0);
        world.Backend.Timeouts.Should().Equal(0);
        world.Log.Should().Equal("prepare", "async");
    }

    [Fact]
    public void A_poll_that_does_not_wait_is_not_woken()
    {
        using var world = new FakeWorld();
        AsyncWatcher async = world.Async("async");
        async.Start();
        world.Backend.DuringPoll = async.Send;
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Wakes.Should().Be(0);
        world.Log.Should().Equal("async");
    }

    [Fact]
    public void A_poll_that_waits_is_woken_once()
    {
        using var world = new FakeWorld();
        AsyncWatcher async = world.Async("async");
        AsyncWatcher other = world.Async("other");
        async.Start();
        other.Start();
        world.Backend.DuringPoll = () =>
        {
            async.Send();
            other.Send();
            async.Send();
        };
        world.Loop.Run(RunMode.Once);
        world.Backend.Wakes.Should().Be(1);
        world.Log.Should().BeEquivalentTo("async", "other");
    }

    [Fact]
    public void A_loop_that_has_waited_counts_as_awake_again()
    {
        using var world = new FakeWorld();
        AsyncWatcher async = world.Async("async");
        async.Start();
        world.Timer("timer").Start(1000);
        world.Loop.Run(RunMode.Once);
        async.Send();
        world.Backend.Wakes.Should().Be(0);
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("timer", "async");
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_wake_up_ends_a_real_wait_however_often_it_is_used(string name)
    {
        using var world = new RealWorld(name);
        for (int i = 0; i < 100; i++)
        {
            world.Backend.Wake();
            world.Backend.Poll(3_600_000_000_000, new NoSink());
        }
        world.Backend.Wake();
        world.Backend.Recreate();
        world.Backend.Wake();
        world.Backend.Poll(3_600_000_000_000, new NoSink()).Should().BeTrue();
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_send_may_come_after_the_loop_is_gone(string name)
    {
        var world = new RealWorld(name);
        AsyncWatcher async = world.Async("async");
        async.Start();
        world.Dispose();
        async.Invoking(a => a.Send()).Should().NotThrow();
        world.Backend.Invoking(b => b.Wake()).Should().NotThrow();
    }
}
