using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Which backend a loop gets: by the constructor, by the environment, by default.</summary>
public class BackendChoiceTests
{
    [Theory]
    [InlineData(LoopBackends.Epoll)]
    [InlineData(LoopBackends.Poll)]
    [InlineData(LoopBackends.Select)]
    public void A_loop_runs_on_the_backend_it_was_created_for(LoopBackends backend)
    {
        EventLoop.SupportedBackends.Should().HaveFlag(backend);
        EventLoop.RecommendedBackends.Should().HaveFlag(backend);
        using var loop = new EventLoop(backend);
        loop.Backend.Should().Be(backend);
    }

    [Fact]
    public void IoUring_is_had_when_it_is_named_or_says_why_not()
    {
        EventLoop.RecommendedBackends.Should().NotHaveFlag(LoopBackends.IoUring);
        Func<LoopBackends> create = () =>
        {
            using var loop = new EventLoop(LoopBackends.IoUring);
            return loop.Backend;
        };
        if (EventLoop.SupportedBackends.HasFlag(LoopBackends.IoUring))
        {
            create().Should().Be(LoopBackends.IoUring);
        }
        else
        {
            create.Should().Throw<PlatformNotSupportedException>().WithMessage("*io_uring*");
            using var other = new EventLoop(LoopBackends.IoUring | LoopBackends.Poll);
            other.Backend.Should().Be(LoopBackends.Poll);
        }
    }

    [Theory]
    [InlineData(LoopBackends.Poll | LoopBackends.Epoll | LoopBackends.Select, LoopBackends.Epoll)]
    [InlineData(LoopBackends.Poll | LoopBackends.Select, LoopBackends.Poll)]
    public void The_best_of_several_is_taken(LoopBackends allowed, LoopBackends taken)
    {
        using var loop = new EventLoop(allowed);
        loop.Backend.Should().Be(taken);
    }

    [Theory, InlineData(LoopBackends.None), InlineData((LoopBackends)8), InlineData((LoopBackends)8 | LoopBackends.Epoll)]
    public void What_names_no_backend_is_refused(LoopBackends allowed)
    {
        Action create = () => new EventLoop(allowed).Dispose();
        create.Should().Throw<ArgumentException>().WithMessage("*no backend*");
    }

    [Fact]
    public void Without_a_word_it_is_epoll()
    {
        WithVariable(null, loop => loop.Backend.Should().Be(LoopBackends.Epoll));
        WithVariable(" ", loop => loop.Backend.Should().Be(LoopBackends.Epoll));
    }

    [Theory]
    [InlineData("poll", LoopBackends.Poll)]
    [InlineData("SELECT", LoopBackends.Select)]
    [InlineData(" select , Poll", LoopBackends.Poll)]
    [InlineData("epoll,select", LoopBackends.Epoll)]
    public void The_environment_chooses(string names, LoopBackends taken) =>
        WithVariable(names, loop => loop.Backend.Should().Be(taken));

    [Fact]
    public void The_environment_can_choose_io_uring()
    {
        bool isSupported = EventLoop.SupportedBackends.HasFlag(LoopBackends.IoUring);
        WithVariable("io_uring,select", loop => loop.Backend.Should().Be(isSupported ? LoopBackends.IoUring : LoopBackends.Select));
        Action create = () => WithVariable("iouring", loop => loop.Backend.Should().Be(LoopBackends.IoUring));
        if (isSupported)
        {
            create();
        }
        else
        {
            create.Should().Throw<PlatformNotSupportedException>().WithMessage("*io_uring*");
        }
    }

    [Theory]
    [InlineData("kqueue", "*GREENSHIM_LOOP_BACKEND*'kqueue'*epoll, poll, select and iouring*")]
    [InlineData("epoll,devpoll", "*'devpoll'*")]
    [InlineData(",", "*names no backend*")]
    public void A_name_that_the_environment_invents_is_refused(string names, string message)
    {
        Action create = () => WithVariable(names, _ => { });
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void The_environment_does_not_overrule_the_program() => WithVariable("select", _ =>
    {
        using var loop = new EventLoop(LoopBackends.Epoll);
        loop.Backend.Should().Be(LoopBackends.Epoll);
    });

    [Fact]
    public void Somebody_elses_backend_is_none_of_them()
    {
        using var world = new FakeWorld();
        world.Loop.Backend.Should().Be(LoopBackends.None);
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_descriptor_for_other_loops_is_there_where_the_kernel_has_one(string name)
    {
        using var world = new RealWorld(name);
        (world.Backend.Descriptor >= 0).Should().Be(world.Backend.Kind is LoopBackends.Epoll or LoopBackends.IoUring);
        if (world.Backend.Descriptor < 0)
        {
            return;
        }
        // Another loop hears through it that this one has events.
        int fd = world.NewFd();
        world.Io(fd, "inner").Start();
        world.Loop.Run(RunMode.NoWait);
        using var outer = new EventLoop(LoopBackends.Poll);
        int heard = 0;
        new IoWatcher(outer, world.Backend.Descriptor, IoEvents.Read, (_, _) => heard++).Start();
        outer.Run(RunMode.NoWait);
        heard.Should().Be(0);
        world.MakeReadable(fd);
        outer.Run(RunMode.Once);
        heard.Should().Be(1);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("inner");
    }

    private static void WithVariable(string? value, Action<EventLoop> test)
    {
        string? before = Environment.GetEnvironmentVariable(EventLoop.BackendVariable);
        Environment.SetEnvironmentVariable(EventLoop.BackendVariable, value);
        try
        {
            using var loop = new EventLoop();
            test(loop);
        }
        finally
        {
            Environment.SetEnvironmentVariable(EventLoop.BackendVariable, before);
        }
    }
}
