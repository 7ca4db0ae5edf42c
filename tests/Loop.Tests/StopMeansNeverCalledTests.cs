using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>In one iteration, whoever is called first stops all others, whose events were found already.</summary>
public class StopMeansNeverCalledTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Whatever_kind_it_is(string name)
    {
        using var world = World.Create(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        var others = new List<Watcher>();
        IoWatcher io = world.Io(fd, "io");
        TimerWatcher timer = world.Timer("timer");
        CheckWatcher check = world.Check("check");
        AsyncWatcher async = world.Async("async");
        others.AddRange([io, timer, check, async]);
        io.Start();
        timer.Start(0);
        check.Start();
        async.Start();
        async.Send();
        int wasPending = 0;
        CheckWatcher first = world.Check("first", w =>
        {
            wasPending = others.Count(o => o.IsPending);
            others.ForEach(o => o.Stop());
            w.Stop();
        });
        first.Priority = EventLoop.MaxPriority;
        first.Start();
        world.Elapse(10);

        world.Loop.Run();

        wasPending.Should().Be(4);
        world.Log.Should().Equal("first");
        world.Loop.ActiveCount.Should().Be(0);
    }

    [Fact]
    public void Prepare_and_idle_watchers_too()
    {
        using var world = new FakeWorld();
        PrepareWatcher prepare = world.Prepare("prepare");
        IdleWatcher idle = world.Idle("idle");
        prepare.Start();
        idle.Start();
        PrepareWatcher first = world.Prepare("first prepare", _ => prepare.Stop());
        first.Priority = 1;
        first.Start();
        world.Idle("first idle", _ => idle.Stop()).Start(); // Of the same priority, or it would lock the other out.

        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("first prepare", "first idle");
    }

    [Fact]
    public void Even_if_it_is_started_again_at_once()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        timer.Start(10);
        CheckWatcher check = world.Check("check", w =>
        {
            w.Stop();
            timer.IsPending.Should().BeTrue();
            timer.Stop();
            timer.Start(1000);
        });
        check.Priority = 1;
        check.Start();
        world.Clock.Advance(100);

        world.Loop.Run(RunMode.NoWait);

        world.Log.Should().Equal("check");
        timer.IsActive.Should().BeTrue();
    }

    [Fact]
    public void Nor_for_an_inactive_watcher_that_is_merely_pending()
    {
        using var world = new FakeWorld();
        TimerWatcher timer = world.Timer("timer");
        world.Loop.FeedEvent(timer, IoEvents.Custom);
        timer.Stop();
        world.Loop.InvokePending();
        world.Log.Should().BeEmpty();
    }
}
