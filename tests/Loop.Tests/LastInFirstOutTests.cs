using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class LastInFirstOutTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Hooks_of_one_priority_run_last_started_first(string name)
    {
        using var world = World.Create(name);
        world.Prepare("p1").Start();
        world.Prepare("p2").Start();
        world.Prepare("p3").Start();
        world.Check("c1").Start();
        world.Check("c2").Start();

        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("p3", "p2", "p1", "c2", "c1");
    }

    [Fact]
    public void An_event_fed_by_a_callback_comes_before_older_ones_of_its_priority()
    {
        using var world = new FakeWorld();
        TimerWatcher late = world.Timer("late");
        world.Loop.FeedEvent(world.Timer("1"), IoEvents.Custom);
        world.Loop.FeedEvent(world.Timer("2", _ => world.Loop.FeedEvent(late, IoEvents.Custom)), IoEvents.Custom);

        world.Loop.InvokePending();

        world.Log.Should().Equal("2", "late", "1");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Timers_of_one_iteration_run_earliest_first_all_the_same(string name)
    {
        using var world = World.Create(name);
        world.Timer("30").Start(30);
        world.Timer("10").Start(10);
        world.Timer("20").Start(20);
        world.Elapse(100);

        world.Loop.Run(RunMode.Once);

        world.Log.Should().Equal("10", "20", "30");
    }
}
