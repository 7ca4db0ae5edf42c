using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class RefTests
{
    [Fact]
    public void An_unreffed_watcher_does_not_keep_the_loop()
    {
        using var world = new FakeWorld();
        PrepareWatcher prepare = world.Prepare("prepare");
        prepare.Start();
        world.Loop.Unref();
        world.Timer("timer").Start(10);

        world.Loop.Run().Should().BeFalse();

        world.Log.Should().Equal("prepare", "timer");
        world.Loop.Ref();
        prepare.Stop();
        world.Loop.ActiveCount.Should().Be(0);
    }

    [Fact]
    public void A_ref_keeps_it_without_a_watcher()
    {
        using var world = new FakeWorld();
        world.Loop.Ref();
        world.Loop.Run(RunMode.NoWait).Should().BeTrue();
        world.Loop.Unref();
        world.Loop.Run().Should().BeFalse();
    }

    [Fact]
    public void An_empty_loop_runs_one_iteration_and_does_not_wait()
    {
        using var world = new FakeWorld();
        world.Loop.Run().Should().BeFalse();
        world.Backend.Timeouts.Should().Equal(0);
    }

    [Fact]
    public void There_is_nothing_to_unref_without_a_watcher()
    {
        using var world = new FakeWorld();
        world.Loop.Invoking(l => l.Unref()).Should().Throw<InvalidOperationException>();
    }
}
