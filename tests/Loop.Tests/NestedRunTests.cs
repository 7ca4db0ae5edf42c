using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class NestedRunTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void A_nested_run_first_delivers_what_the_outer_one_has_found(string name)
    {
        using var world = World.Create(name);
        world.Timer("1", w =>
        {
            w.Loop.Depth.Should().Be(1);
            w.Loop.Run(RunMode.NoWait);
            world.Log.Add("back");
        }).Start(10);
        world.Timer("2").Start(20);
        world.Timer("3", w => w.Loop.Depth.Should().Be(2)).Start(30);
        world.Elapse(100);

        world.Loop.Run().Should().BeFalse();

        world.Log.Should().Equal("1", "2", "3", "back");
    }

    [Fact]
    public void A_nested_run_ends_when_nothing_is_left_and_so_does_the_outer_one()
    {
        using var world = new FakeWorld();
        int depth = 0;
        void Nest(TimerWatcher timer)
        {
            if ((depth = Math.Max(depth, timer.Loop.Depth)) < 5)
            {
                world.Timer("timer", Nest).Start(10);
                timer.Loop.Run().Should().BeFalse();
            }
        }
        world.Timer("timer", Nest).Start(10);
        world.Loop.Run().Should().BeFalse();
        (depth, world.Loop.Depth).Should().Be((5, 0));
        world.Log.Should().HaveCount(5);
    }

    [Fact]
    public void What_a_callback_feeds_after_its_nested_run_is_delivered()
    {
        using var world = new FakeWorld();
        TimerWatcher fed = world.Timer("fed");
        fed.Priority = 2;
        world.Timer("timer", w =>
        {
            w.Loop.Run(RunMode.NoWait);
            w.Loop.FeedEvent(fed, IoEvents.Custom);
        }).Start(-1);
        world.Clock.Advance(10);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("timer", "fed");
    }
}
