using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class MisuseTests
{
    [Fact]
    public void A_disposed_loop_says_so()
    {
        var world = new FakeWorld();
        using var other = new EpollWorld();
        IoWatcher io = world.Io(3, "io");
        IoWatcher active = world.Io(3, "active");
        active.Start();
        TimerWatcher timer = world.Timer("timer");
        timer.Repeat = 1;
        AsyncWatcher async = world.Async("async");
        world.Dispose();
        world.Backend.IsDisposed.Should().BeTrue();
        Action[] uses =
        [
            () => world.Loop.Run(), io.Start, () => timer.Start(1), timer.Again, world.Prepare("p").Start, world.Check("c").Start,
            world.Idle("i").Start, async.Start, world.Periodic("p").Start,
            world.Signal(10, "s").Start, world.Fork("f").Start, world.Cleanup("c").Start,
            new ChildWatcher(world.Loop, Environment.ProcessId, _ => { }).Start, new StatWatcher(world.Loop, "/", _ => { }).Start,
            new EmbedWatcher(world.Loop, other.Loop).Start, world.Loop.NotifyFork, () => world.Loop.Once(3, IoEvents.Read, 0, _ => { }),
            () => world.Loop.FeedSignalEvent(10), () => world.Loop.PrepareWait(), () => world.Loop.FeedEvent(io, IoEvents.Read), () => world.Loop.FeedFdEvent(3, IoEvents.Read),
        ];
        foreach (Action use in uses)
        {
            use.Should().Throw<ObjectDisposedException>();
        }
        world.Dispose();
        active.Stop();
        active.IsActive.Should().BeFalse();
    }

    [Fact]
    public void A_running_loop_cannot_be_disposed()
    {
        using var world = new FakeWorld();
        world.Timer("timer", w => w.Loop.Invoking(l => l.Dispose()).Should().Throw<InvalidOperationException>()).Start(1);
        world.Loop.Run();
        world.Log.Should().Equal("timer");
    }

    [Theory, InlineData(-1), InlineData(int.MinValue)]
    public void A_negative_descriptor_is_refused(int fd)
    {
        using var world = new FakeWorld();
        world.Invoking(w => w.Io(fd, "io")).Should().Throw<ArgumentOutOfRangeException>();
        world.Loop.Invoking(l => l.FeedFdEvent(fd, IoEvents.Read)).Should().Throw<ArgumentOutOfRangeException>();
        world.Io(1, "io").Invoking(io => io.Set(fd, IoEvents.Read)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory, InlineData(IoEvents.Timer), InlineData(IoEvents.Read | IoEvents.Error), InlineData((IoEvents)4)]
    public void Io_watchers_wait_for_reading_and_writing_only(IoEvents events)
    {
        using var world = new FakeWorld();
        world.Invoking(w => new IoWatcher(w.Loop, 3, events, (_, _) => { })).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void An_active_io_watcher_cannot_be_set()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        io.Invoking(i => i.Set(4, IoEvents.Read)).Should().Throw<InvalidOperationException>();
        io.Fd.Should().Be(3);
    }

    [Fact]
    public void A_watcher_of_another_loop_cannot_be_fed()
    {
        using var world = new FakeWorld();
        using var other = new FakeWorld();
        world.Loop.Invoking(l => l.FeedEvent(other.Timer("timer"), IoEvents.Custom)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_second_thread_cannot_run_a_loop_that_polls()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(10);
        var refusals = new List<Exception?>();
        world.Backend.DuringPoll = () =>
        {
            var second = new Thread(() =>
            {
                refusals.Add(Record.Exception(() => world.Loop.Run()));
                refusals.Add(Record.Exception(() => world.Loop.InvokePending()));
                refusals.Add(Record.Exception(() => world.Loop.PrepareWait()));
                refusals.Add(Record.Exception(() => world.Loop.SetReleaseHooks(null, null)));
            });
            second.Start();
            second.Join();
        };
        world.Loop.Run();
        refusals.Should().HaveCount(4).And.AllBeOfType<InvalidOperationException>();
        refusals.Should().OnlyContain(r => r!.Message.Contains("Another thread"));
    }

#if DEBUG
    [Fact]
    public void A_second_thread_cannot_start_a_watcher_while_the_loop_polls()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(10);
        var refusals = new List<Exception?>();
        world.Backend.DuringPoll = () =>
        {
            var second = new Thread(() =>
            {
                refusals.Add(Record.Exception(() => world.Timer("other").Start(1)));
                refusals.Add(Record.Exception(() => world.Io(3, "other").Start()));
                refusals.Add(Record.Exception(() => world.Loop.FeedEvent(world.Timer("fed"), IoEvents.Custom)));
            });
            second.Start();
            second.Join();
        };
        world.Loop.Run();
        refusals.Should().HaveCount(3).And.AllBeOfType<InvalidOperationException>();
    }
#endif

    [Fact]
    public void A_mode_of_breaking_that_is_none_is_refused()
    {
        using var world = new FakeWorld();
        world.Loop.Invoking(l => l.Break((BreakMode)9)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Prepare_and_check_callbacks_cannot_run_the_loop_and_it_goes_on(bool inPrepare)
    {
        using var world = new FakeWorld();
        List<Exception?> refusals = [];
        void Nest(Watcher watcher)
        {
            refusals.Add(Record.Exception(() => watcher.Loop.Run(RunMode.NoWait)));
            if (refusals.Count == 3)
            {
                throw new TimeoutException();
            }
        }
        Watcher hook = inPrepare ? new PrepareWatcher(world.Loop, Nest) : new CheckWatcher(world.Loop, Nest);
        Action start = hook is PrepareWatcher prepare ? prepare.Start : ((CheckWatcher)hook).Start;
        start();
        world.Timer("timer", w => w.Loop.Run(RunMode.NoWait)).Start(-1);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("timer");
        world.Loop.Invoking(l => l.Run(RunMode.Default)).Should().Throw<TimeoutException>();
        refusals.Should().HaveCount(3).And.AllBeOfType<InvalidOperationException>();
        hook.Stop();
        world.Loop.Run(RunMode.NoWait);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        using var world = new FakeWorld();
        Func<object?>[] uses =
        [
            () => new TimerWatcher(null!, _ => { }), () => new TimerWatcher(world.Loop, null!), () => new IoWatcher(world.Loop, 3, IoEvents.Read, null!),
            () => new EventLoop(null!, world.Clock), () => new EventLoop(world.Backend, null!),
        ];
        foreach (Func<object?> use in uses)
        {
            use.Should().Throw<ArgumentNullException>();
        }
        world.Loop.Invoking(l => l.FeedEvent(null!, IoEvents.None)).Should().Throw<ArgumentNullException>();
    }
}
