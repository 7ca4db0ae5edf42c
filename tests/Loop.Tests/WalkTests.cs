using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class WalkTests
{
    [Fact]
    public void Every_kind_is_found_and_nothing_that_works_behind_the_scenes()
    {
        using var inner = new EpollWorld();
        using var world = new EpollWorld();
        EventLoop loop = world.Loop;
        Watcher[] all =
        [
            world.Io(world.NewFd(), "io"), world.Timer("timer"), world.Periodic("periodic"), world.Signal(28, "signal"),
            new ChildWatcher(loop, Environment.ProcessId, _ => { }), new StatWatcher(loop, "/", _ => { }),
            world.Idle("idle"), world.Prepare("prepare"), world.Check("check"), new EmbedWatcher(loop, inner.Loop), world.Fork("fork"), world.Cleanup("cleanup"), world.Async("async"),
        ];
        all.Select(w => w.Kind).Should().OnlyHaveUniqueItems();
        all.Aggregate(WatcherKinds.None, (kinds, w) => kinds | w.Kind).Should().Be(WatcherKinds.All);
        loop.Walk().Should().BeEmpty();
        foreach (Watcher watcher in all)
        {
            Start(watcher);
            loop.Verify();
        }
        loop.ActiveCount.Should().Be(all.Length - 1, "the cleanup watcher does not count");

        loop.Walk().Should().BeEquivalentTo(all);
        foreach (Watcher watcher in all)
        {
            loop.Walk(watcher.Kind).Should().Equal(watcher);
        }
        loop.Walk(WatcherKinds.Io | WatcherKinds.Idle).Should().BeEquivalentTo([all[0], all[6]]);

        foreach (Watcher watcher in loop.Walk())
        {
            watcher.Stop();
            loop.Verify();
        }
        loop.Walk().Should().BeEmpty();
        loop.ActiveCount.Should().Be(0);
    }

    [Fact]
    public void Pending_watchers_are_found_even_if_they_are_not_active()
    {
        using var world = new FakeWorld();
        TimerWatcher inactive = world.Timer("inactive");
        TimerWatcher active = world.Timer("active");
        active.Start(100);
        TimerWatcher cancelled = world.Timer("cancelled");
        foreach (TimerWatcher timer in new[] { inactive, active, cancelled })
        {
            world.Loop.FeedEvent(timer, IoEvents.Custom);
        }
        cancelled.ClearPending();
        world.Loop.Walk().Should().BeEquivalentTo([inactive, active]);
        world.Loop.Walk(WatcherKinds.Io).Should().BeEmpty();
    }

    private static void Start(Watcher watcher)
    {
        switch (watcher)
        {
            case IoWatcher w: w.Start(); break;
            case TimerWatcher w: w.Start(1_000_000_000); break;
            case PeriodicWatcher w: w.Start(); break;
            case SignalWatcher w: w.Start(); break;
            case ChildWatcher w: w.Start(); break;
            case StatWatcher w: w.Start(); break;
            case IdleWatcher w: w.Start(); break;
            case PrepareWatcher w: w.Start(); break;
            case CheckWatcher w: w.Start(); break;
            case EmbedWatcher w: w.Start(); break;
            case ForkWatcher w: w.Start(); break;
            case CleanupWatcher w: w.Start(); break;
            case AsyncWatcher w: w.Start(); break;
        }
    }
}
