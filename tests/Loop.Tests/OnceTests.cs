using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class OnceTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void The_descriptor_may_be_first(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        var found = new List<IoEvents>();
        world.Loop.Once(fd, IoEvents.Read, 60_000_000_000, found.Add);
        world.Loop.Run().Should().BeFalse();
        found.Should().Equal(IoEvents.Read);
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void The_time_may_be_first(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        var found = new List<IoEvents>();
        world.Loop.Once(fd, IoEvents.Read, 100_000, found.Add);
        world.Loop.Run().Should().BeFalse();
        found.Should().Equal(IoEvents.Timer);
        world.MakeReadable(fd);
        world.Loop.Run(RunMode.NoWait);
        found.Should().HaveCount(1);
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Both_may_be_found_at_once_and_are_told_in_one_call(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        var found = new List<IoEvents>();
        world.Loop.Once(fd, IoEvents.Read, 0, found.Add);
        world.Elapse(100);
        world.Loop.Run().Should().BeFalse();
        found.Should().Equal(IoEvents.Read | IoEvents.Timer);
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Either_is_enough(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewWritableFd();
        var found = new List<IoEvents>();
        world.Loop.Once(fd, IoEvents.Write, -1, found.Add);
        world.Loop.Once(-1, IoEvents.None, 1000, found.Add);
        world.Elapse(2000);
        world.Loop.Run().Should().BeFalse();
        found.Should().BeEquivalentTo([IoEvents.Write, IoEvents.Timer]);
    }

    [Fact]
    public void A_bad_descriptor_is_an_error()
    {
        using var world = new FakeWorld();
        world.Backend.Errors[5] = -9;
        var found = new List<IoEvents>();
        world.Loop.Once(5, IoEvents.Read, 1_000_000, found.Add);
        world.Loop.Run().Should().BeFalse();
        found.Should().Equal(IoEvents.Read | IoEvents.Write | IoEvents.Error);
    }

    [Fact]
    public void Nothing_to_wait_for_is_refused()
    {
        using var world = new FakeWorld();
        world.Loop.Invoking(l => l.Once(-1, IoEvents.Read, -1, _ => { })).Should().Throw<ArgumentException>().WithMessage("*neither*");
        world.Loop.Invoking(l => l.Once(3, IoEvents.Timer, -1, _ => { })).Should().Throw<ArgumentOutOfRangeException>();
        world.Loop.Invoking(l => l.Once(3, IoEvents.Read, -1, null!)).Should().Throw<ArgumentNullException>();
        world.Loop.ActiveCount.Should().Be(0);
    }
}
