using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class BreakTests
{
    [Fact]
    public void Break_ends_the_run_after_what_is_pending_was_delivered()
    {
        using var world = new FakeWorld();
        world.Timer("1", w => w.Loop.Break()).Start(10);
        world.Timer("2").Start(20);
        world.Timer("3").Start(1000);
        world.Clock.Advance(100);
        world.Loop.Run().Should().BeTrue();
        world.Log.Should().Equal("1", "2");
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("1", "2", "3");
    }

    [Fact]
    public void Break_in_a_prepare_callback_skips_the_poll()
    {
        using var world = new FakeWorld();
        world.Check("check").Start();
        world.Prepare("prepare", w => w.Loop.Break()).Start();
        world.Loop.Run().Should().BeTrue();
        world.Log.Should().Equal("prepare");
        world.Backend.Timeouts.Should().BeEmpty();
    }

    [Fact]
    public void One_ends_the_innermost_run()
    {
        using var world = new FakeWorld();
        world.Timer("outer", w =>
        {
            world.Timer("inner", v => v.Loop.Break(BreakMode.One)).Start(10);
            w.Loop.Run().Should().BeTrue();
            w.Loop.Depth.Should().Be(1);
        }).Start(10);
        world.Timer("last").Start(1000);

        world.Loop.Run().Should().BeFalse();

        world.Log.Should().Equal("outer", "inner", "last");
    }

    [Fact]
    public void All_ends_every_run()
    {
        using var world = new FakeWorld();
        world.Timer("outer", w =>
        {
            world.Timer("inner", v => v.Loop.Break(BreakMode.All)).Start(10);
            w.Loop.Run();
        }).Start(10);
        world.Timer("last").Start(1000);

        world.Loop.Run().Should().BeTrue();

        world.Log.Should().Equal("outer", "inner");
        world.Loop.Run().Should().BeFalse("a new run forgets the old break");
    }

    [Fact]
    public void Cancel_takes_it_back()
    {
        using var world = new FakeWorld();
        world.Timer("1", w =>
        {
            w.Loop.Break();
            w.Loop.Break(BreakMode.Cancel);
        }).Start(10);
        world.Timer("2").Start(1000);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("1", "2");
    }

    [Fact]
    public void A_break_outside_any_run_is_forgotten()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(10);
        world.Loop.Break(BreakMode.All);
        world.Loop.Run().Should().BeFalse();
    }
}
