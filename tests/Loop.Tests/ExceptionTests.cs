using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>A callback that throws leaves Run, and leaves the loop as if it had returned.</summary>
public class ExceptionTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void What_was_not_delivered_is_delivered_by_the_next_run(string name)
    {
        using var world = World.Create(name);
        world.Timer("1").Start(10);
        world.Timer("2", _ => throw new NotSupportedException("2")).Start(20);
        world.Timer("3").Start(30);
        world.Elapse(100);

        world.Loop.Invoking(l => l.Run()).Should().Throw<NotSupportedException>();
        world.Log.Should().Equal("1", "2");
        world.Loop.Depth.Should().Be(0);
        world.Loop.Verify();

        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("1", "2", "3");
    }

    [Fact]
    public void The_watcher_that_threw_stays_as_it_was()
    {
        using var world = new FakeWorld();
        world.MakeReadable(3);
        IoWatcher io = world.Io(3, "io", _ => throw new NotSupportedException());
        io.Start();
        world.Loop.Invoking(l => l.Run()).Should().Throw<NotSupportedException>();
        (io.IsActive, io.IsPending).Should().Be((true, false));
    }

    [Theory, InlineData(BreakMode.One), InlineData(BreakMode.All)]
    public void Out_of_a_nested_run_that_the_outer_callback_survives(BreakMode mode)
    {
        using var world = new FakeWorld();
        world.Timer("outer", w =>
        {
            world.Timer("inner", v =>
            {
                v.Loop.Break(mode);
                throw new NotSupportedException();
            }).Start(10);
            w.Loop.Invoking(l => l.Run()).Should().Throw<NotSupportedException>();
            w.Loop.Depth.Should().Be(1);
        }).Start(10);
        world.Timer("last").Start(1000);
        world.Loop.Run().Should().Be(mode == BreakMode.All);
        world.Log.Should().Equal(mode == BreakMode.All ? ["outer", "inner"] : ["outer", "inner", "last"]);
    }

    [Fact]
    public void Out_of_a_prepare_callback()
    {
        using var world = new FakeWorld();
        bool throws = true;
        world.Prepare("1").Start();
        world.Prepare("2", _ =>
        {
            if (throws)
            {
                throw new NotSupportedException();
            }
        }).Start();
        world.Loop.Invoking(l => l.Run()).Should().Throw<NotSupportedException>();
        throws = false;
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("2", "1", "2", "1");
    }
}
