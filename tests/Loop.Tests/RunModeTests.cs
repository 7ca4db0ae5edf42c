using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class RunModeTests
{
    [Fact]
    public void There_are_no_other_modes()
    {
        using var world = World.Create("fake");
        FluentActions.Invoking(() => world.Loop.Run((RunMode)3)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => world.Loop.Run((RunMode)(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void NoWait_polls_once_and_does_not_wait(string name)
    {
        using var world = World.Create(name);
        world.Timer("timer").Start(3_600_000_000_000);
        world.Check("check").Start();
        world.Loop.Run(RunMode.NoWait).Should().BeTrue();
        world.Log.Should().Equal("check");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Once_waits_once(string name)
    {
        using var world = World.Create(name);
        world.Timer("timer", w => w.Start(1_000_000)).Start(1_000_000);
        do
        {
            world.Loop.Run(RunMode.Once).Should().BeTrue();
        }
        while (name != "fake" && world.Log.Count == 0); // A signal, such as the GC's, may cut a real wait short.
        world.Log.Should().Equal("timer");
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Default_runs_until_nothing_is_left(string name)
    {
        using var world = World.Create(name);
        int left = 5;
        world.Timer("timer", w =>
        {
            if (--left > 0)
            {
                w.Start(1000);
            }
        }).Start(1000);
        world.Loop.Run().Should().BeFalse();
        left.Should().Be(0);
    }

    [Fact]
    public void A_requested_poll_without_waiting_is_the_next_one_only()
    {
        using var world = new FakeWorld();
        world.Timer("timer", w => w.Start(1000)).Start(1000);
        world.Loop.RequestNoWait();
        world.Loop.Run(RunMode.Once);
        world.Log.Should().BeEmpty();
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("timer");
        world.Prepare("prepare", w =>
        {
            w.Loop.RequestNoWait();
            w.Stop();
        }).Start();
        world.Loop.Run(RunMode.Once);
        world.Loop.Run(RunMode.Once);
        world.Backend.Timeouts.Should().Equal(0, 1001, 0, 1001);
    }
}
