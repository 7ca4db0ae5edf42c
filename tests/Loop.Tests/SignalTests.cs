using System.Runtime.InteropServices;
using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Real signals, to this process; those that would end it only while they are watched.</summary>
public class SignalTests
{
    private const int SIGUSR1 = 10;
    private const int SIGUSR2 = 12;

    [Fact]
    public void A_signal_runs_all_its_watchers()
    {
        using var world = new EpollWorld();
        world.Signal(SIGUSR1, "a", w => w.Stop()).Start();
        world.Signal(SIGUSR1, "b", w => w.Stop()).Start();
        SignalWatcher other = world.Signal(SIGUSR2, "other");
        other.Start();
        Libc.Raise(SIGUSR1);
        while (world.Log.Count < 2)
        {
            world.Loop.Run(RunMode.Once);
        }
        world.Log.Should().BeEquivalentTo("a", "b");
        world.Loop.ActiveCount.Should().Be(1);
        world.Loop.Verify();
    }

    [Fact]
    public void It_ends_a_poll_that_waits()
    {
        using var world = new EpollWorld();
        world.Signal(SIGUSR1, "signal", w => w.Loop.Break()).Start();
        world.Timer("raise", _ => ThreadPool.QueueUserWorkItem(_ => Libc.Raise(SIGUSR1))).Start(1000);
        world.Timer("too late", w => w.Loop.Break()).Start(50_000_000_000);
        world.Loop.Run();
        world.Log.Should().Equal("raise", "signal");
    }

    [Theory, InlineData(SIGUSR1), InlineData(SIGUSR2), InlineData(1), InlineData(2), InlineData(3), InlineData(15), InlineData(28), InlineData(18),
        InlineData(17), InlineData(14), InlineData(40), InlineData(64)]
    public void Every_number_that_can_be_watched(int signal)
    {
        using var world = new EpollWorld();
        world.Signal(signal, "signal", w => w.Loop.Break()).Start();
        // The runtime leaves a signal ignored that whoever started this process ignores, as nohup does.
        world.Timer("too late", w => w.Loop.Break()).Start(50_000_000_000);
        Libc.Raise(signal);
        world.Loop.Run();
        world.Log.Should().Equal("signal");
    }

    [Fact]
    public void A_name_is_as_good_as_a_number()
    {
        using var loop = new EventLoop();
        new SignalWatcher(loop, PosixSignal.SIGWINCH, _ => { }).Signal.Should().Be(28);
        new SignalWatcher(loop, PosixSignal.SIGINT, _ => { }).Signal.Should().Be(2);
        new SignalWatcher(loop, (PosixSignal)SIGUSR1, _ => { }).Signal.Should().Be(SIGUSR1);
    }

    [Fact]
    public void Fed_signals_before_the_callback_are_one()
    {
        using var world = new FakeWorld();
        world.Signal(SIGUSR1, "signal").Start();
        EventLoop.FeedSignal(SIGUSR1);
        EventLoop.FeedSignal(SIGUSR1);
        world.Loop.Run(RunMode.Once);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("signal");
        world.Backend.Timeouts[0].Should().Be(0);
    }

    [Fact]
    public void Feeding_reaches_the_loop_that_watches_and_no_other()
    {
        using var world = new FakeWorld();
        using var other = new FakeWorld();
        EventLoop.FeedSignal(SIGUSR1);
        world.Signal(SIGUSR1, "signal").Start();
        other.Signal(SIGUSR2, "other").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty("it was not watched when it came");
        other.Loop.FeedSignalEvent(SIGUSR1);
        EventLoop.FeedSignal(SIGUSR1);
        other.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Loop.FeedSignalEvent(SIGUSR1);
        world.Loop.PendingCount.Should().Be(1);
        world.Loop.InvokePending();
        world.Log.Should().Equal("signal", "signal");
        other.Log.Should().BeEmpty();
    }

    [Fact]
    public void A_signal_belongs_to_one_loop_at_a_time()
    {
        using var world = new FakeWorld();
        using var other = new FakeWorld();
        SignalWatcher first = world.Signal(SIGUSR1, "first");
        first.Start();
        SignalWatcher second = other.Signal(SIGUSR1, "second");
        second.Invoking(s => s.Start()).Should().Throw<InvalidOperationException>().WithMessage("*another loop*");
        (second.IsActive, other.Loop.ActiveCount).Should().Be((false, 0));
        first.Stop();
        second.Start();
        EventLoop.FeedSignal(SIGUSR1);
        world.Loop.Run(RunMode.NoWait);
        other.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        other.Log.Should().Equal("second");
    }

    [Fact]
    public void A_disposed_loop_gives_its_signals_back()
    {
        SignalWatcher orphan;
        using (var world = new FakeWorld())
        {
            orphan = world.Signal(SIGUSR1, "orphan");
            orphan.Start();
        }
        orphan.IsActive.Should().BeFalse();
        using var next = new FakeWorld();
        SignalWatcher heir = next.Signal(SIGUSR1, "heir");
        heir.Start();
        orphan.Stop();
        heir.IsActive.Should().BeTrue();
        EventLoop.FeedSignal(SIGUSR1);
        next.Loop.Run(RunMode.NoWait);
        next.Log.Should().Equal("heir");
    }

    [Fact]
    public void One_that_came_before_a_watcher_was_stopped_is_not_the_next_ones()
    {
        using var world = new FakeWorld();
        SignalWatcher first = world.Signal(SIGUSR1, "first");
        first.Start();
        EventLoop.FeedSignal(SIGUSR1);
        first.Stop();
        world.Signal(SIGUSR1, "next").Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void Nor_is_what_was_caught_ahead_for_it_taken_from_the_next()
    {
        using var world = new EpollWorld();
        SignalWatcher first = world.Signal(SIGUSR1, "first");
        first.Start();
        EventLoop.CatchSignalAhead(SIGUSR1); // The runtime's call, which would come after it, does not.
        first.Stop();
        world.Signal(SIGUSR1, "next", w => w.Loop.Break()).Start();
        world.Timer("too late", w => w.Loop.Break()).Start(10_000_000_000);
        Libc.Raise(SIGUSR1);
        world.Loop.Run();
        world.Log.Should().Equal("next");
    }

    [Fact]
    public void A_signal_that_is_not_watched_any_more_ends_the_process_again()
    {
        using var world = new EpollWorld();
        SignalWatcher watcher = world.Signal(SIGUSR1, "signal");
        watcher.Start();
        SignalDisposition.Of(SIGUSR1).Should().Be(Disposition.Caught);
        watcher.Stop();
        SignalDisposition.Of(SIGUSR1).Should().Be(Disposition.Default);
    }

    [Fact]
    public void Others_hear_of_a_signal_that_ends_nothing()
    {
        int heard = 0;
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context => Interlocked.Exchange(ref heard, 1));
        using var world = new EpollWorld();
        world.Signal(28, "signal", w => w.Stop()).Start();
        Libc.Raise(28);
        world.Loop.Run();
        world.Log.Should().Equal("signal");
        SpinWait.SpinUntil(() => Volatile.Read(ref heard) != 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(65)]
    public void There_are_64_signals(int signal)
    {
        using var world = new FakeWorld();
        world.Invoking(w => w.Signal(signal, "signal")).Should().Throw<ArgumentOutOfRangeException>();
        world.Loop.Invoking(l => l.FeedSignalEvent(signal)).Should().Throw<ArgumentOutOfRangeException>();
        Record.Exception(() => EventLoop.FeedSignal(signal)).Should().BeOfType<ArgumentOutOfRangeException>();
    }

    [Theory, InlineData(9), InlineData(19), InlineData(11), InlineData(34)]
    public void Those_that_cannot_be_watched_are_refused(int signal)
    {
        using var world = new FakeWorld();
        world.Invoking(w => w.Signal(signal, "signal")).Should().Throw<ArgumentException>().WithMessage($"*{signal}*");
    }

    [Fact]
    public void No_signal_is_lost_while_the_loop_goes_to_sleep_and_wakes()
    {
        using var world = new EpollWorld();
        int left = 500;
        world.Signal(SIGUSR1, "signal", w =>
        {
            if (--left == 0)
            {
                w.Loop.Break();
                return;
            }
            Libc.Raise(SIGUSR1);
        }).Start();
        bool isLost = false;
        world.Timer("lost", w =>
        {
            isLost = true;
            w.Loop.Break();
        }).Start(50_000_000_000);
        Libc.Raise(SIGUSR1);
        world.Loop.Run();
        (left, isLost).Should().Be((0, false));
    }
}
