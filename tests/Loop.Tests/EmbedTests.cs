using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>One loop inside another, which is on epoll.</summary>
public class EmbedTests
{
    /// <summary>Backends that have a descriptor.</summary>
    public static TheoryData<string> Embeddable => [.. World.RealNames.Where(name => name is not ("poll" or "select"))];

    [Theory, MemberData(nameof(Embeddable))]
    public void Descriptors_of_the_other_loop_are_served(string backend)
    {
        using var inner = new RealWorld(backend);
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.Io(fd, "io", _ => outer.Loop.Break()).Start();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        outer.Timer("write", _ => inner.MakeReadable(fd)).Start(1_000_000);
        outer.Loop.Run();
        inner.Log.Should().Equal("io");
        outer.Loop.Verify();
        inner.Loop.Verify();
    }

    [Theory, MemberData(nameof(Embeddable))]
    public void Watchers_that_are_started_in_it_later_are_served_too(string backend)
    {
        using var inner = new RealWorld(backend);
        using var outer = new EpollWorld();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        int fd = inner.NewFd();
        inner.MakeReadable(fd);
        outer.Timer("start", _ => inner.Io(fd, "io", _ => outer.Loop.Break()).Start()).Start(1_000_000);
        outer.Loop.Run();
        inner.Log.Should().Equal("io");
    }

    [Fact]
    public void One_that_is_started_in_a_prepare_callback_is_served_at_once()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.MakeReadable(fd);
        inner.Io(fd, "io", _ => outer.Loop.Break()).Start();
        outer.Prepare("prepare", w =>
        {
            new EmbedWatcher(outer.Loop, inner.Loop).Start();
            w.Stop();
        }).Start();
        outer.Loop.Run();
        inner.Log.Should().Equal("io");
    }

    [Theory, MemberData(nameof(Embeddable))]
    public void So_are_its_timers_and_wake_ups(string backend)
    {
        using var inner = new RealWorld(backend);
        using var outer = new EpollWorld();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        AsyncWatcher async = inner.Async("async", w => w.Stop());
        async.Start();
        inner.Timer("timer", _ => ThreadPool.QueueUserWorkItem(_ => async.Send())).Start(2_000_000);
        inner.Periodic("periodic").Start();
        while (inner.Log.Count < 3)
        {
            outer.Loop.Run(RunMode.Once);
        }
        inner.Log.Should().Equal("periodic", "timer", "async");
    }

    [Theory, MemberData(nameof(Embeddable))]
    public void So_are_those_of_a_loop_in_the_other_loop(string backend)
    {
        const int Rounds = 5;
        using var innermost = new RealWorld(backend);
        using var inner = new RealWorld(backend);
        using var outer = new EpollWorld();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        new EmbedWatcher(inner.Loop, innermost.Loop).Start();
        TimerWatcher? timer = null;
        AsyncWatcher async = innermost.Async("async", w => Next());
        async.Start();
        timer = innermost.Timer("timer", w => ThreadPool.QueueUserWorkItem(_ =>
        {
            Thread.Sleep(10); // Until the loops wait.
            async.Send();
        }));
        TimerWatcher giveUp = outer.Timer("lost", w => w.Loop.Break());
        giveUp.Start(10_000_000_000);
        Next();
        outer.Loop.Run();

        innermost.Log.Should().Equal(Enumerable.Repeat<string[]>(["timer", "async"], Rounds).SelectMany(names => names));
        outer.Log.Should().BeEmpty();
        outer.Loop.Verify();
        inner.Loop.Verify();

        void Next()
        {
            if (innermost.Log.Count == 2 * Rounds)
            {
                outer.Loop.Break();
                return;
            }
            innermost.Loop.UpdateNow();
            timer!.Start(1_000_000);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_prepare_callback_of_any_priority_may_start_a_timer_in_it(bool comesFirst)
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        var embed = new EmbedWatcher(outer.Loop, inner.Loop);
        TimerWatcher timer = inner.Timer("timer", _ => outer.Loop.Break());
        PrepareWatcher prepare = outer.Prepare("prepare", w =>
        {
            inner.Loop.UpdateNow();
            timer.Start(1_000_000);
            w.Stop();
        });
        prepare.Priority = EventLoop.MinPriority;
        if (comesFirst)
        {
            prepare.Start();
            embed.Start();
        }
        else
        {
            embed.Start();
            prepare.Start();
        }
        outer.Timer("lost", w => w.Loop.Break()).Start(5_000_000_000);
        outer.Loop.Run();
        inner.Log.Should().Equal("timer");
        outer.Log.Should().Equal("prepare");
    }

    [Fact]
    public void A_prepare_callback_of_the_other_loop_may_stop_it()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        var embed = new EmbedWatcher(outer.Loop, inner.Loop);
        inner.Timer("timer").Start(1_000_000);
        inner.Prepare("prepare", _ => embed.Stop()).Start();
        embed.Start();
        outer.Loop.Run().Should().BeFalse();
        outer.Loop.Verify();
        inner.Log.Should().Equal("prepare");
    }

    [Fact]
    public void A_fork_is_passed_on_to_all_even_if_a_callback_throws_or_stops_one()
    {
        using var outer = new EpollWorld();
        using var throwing = new EpollWorld();
        using var stopping = new EpollWorld();
        using var third = new EpollWorld();
        using var fourth = new EpollWorld();
        EmbedWatcher[] embeds = [.. new[] { throwing, stopping, third, fourth }.Select(w => new EmbedWatcher(outer.Loop, w.Loop))];
        Array.ForEach(embeds, embed => embed.Start());
        throwing.Fork("throwing", _ => throw new TimeoutException()).Start();
        stopping.Fork("stopping", _ => embeds[1].Stop()).Start();
        third.Fork("third").Start();
        fourth.Fork("fourth").Start();
        outer.Fork("outer").Start();

        outer.Loop.NotifyFork();
        for (int i = 0; i < 3; i++)
        {
            _ = Record.Exception(() => outer.Loop.Run(RunMode.NoWait));
        }

        EpollWorld[] all = [outer, throwing, stopping, third, fourth];
        all.SelectMany(w => w.Log).Should().Equal("outer", "throwing", "stopping", "third", "fourth");
        all.Where(w => w != stopping).Should().OnlyContain(w => w.Loop.BackendGeneration == 1);
    }

    [Theory, MemberData(nameof(Embeddable))]
    public void No_wake_up_of_the_other_loop_is_lost(string backend)
    {
        const int Rounds = 3000;
        using var inner = new RealWorld(backend);
        using var outer = new EpollWorld();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        int posted = 0;
        int answered = 0;
        var async = new AsyncWatcher(inner.Loop, _ => Volatile.Write(ref answered, Volatile.Read(ref posted)));
        async.Start();
        var stop = new AsyncWatcher(inner.Loop, _ => outer.Loop.Break());
        stop.Start();
        bool isLost = false;
        var sender = new Thread(() =>
        {
            for (int round = 1; round <= Rounds && !isLost; round++)
            {
                Volatile.Write(ref posted, round);
                async.Send();
                isLost = !SpinWait.SpinUntil(() => Volatile.Read(ref answered) == round, TimeSpan.FromSeconds(30));
            }
            stop.Send();
        });
        sender.Start();
        outer.Loop.Run();
        sender.Join();
        isLost.Should().BeFalse();
    }

    [Fact]
    public void With_a_callback_nothing_happens_until_the_sweep()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.MakeReadable(fd);
        inner.Io(fd, "io", w => w.Stop()).Start();
        var embed = new EmbedWatcher(outer.Loop, inner.Loop, _ => outer.Log.Add("embed"));
        embed.Start();
        outer.Loop.Run(RunMode.Once);
        outer.Loop.Run(RunMode.Once);
        outer.Log.Should().Equal("embed", "embed");
        inner.Log.Should().BeEmpty();
        embed.Sweep();
        inner.Log.Should().Equal("io");
    }

    [Fact]
    public void An_event_is_delivered_at_the_watchers_priority()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.MakeReadable(fd);
        inner.Io(fd, "io", w => outer.Log.Add("embedded")).Start();
        new EmbedWatcher(outer.Loop, inner.Loop) { Priority = 1 }.Start();
        int own = outer.NewFd();
        outer.MakeReadable(own);
        outer.Io(own, "own").Start();
        outer.Loop.Run(RunMode.Once);
        outer.Log.Should().Equal("embedded", "own");
    }

    [Fact]
    public void It_counts_as_one_and_stops_altogether()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.MakeReadable(fd);
        inner.Io(fd, "io").Start();
        var embed = new EmbedWatcher(outer.Loop, inner.Loop);
        embed.Start();
        embed.Start();
        outer.Loop.ActiveCount.Should().Be(1);
        outer.Loop.Run(RunMode.Once).Should().BeTrue();
        outer.Loop.Verify();
        embed.Stop();
        embed.Stop();
        outer.Loop.Verify();
        int calls = inner.Log.Count;
        outer.Loop.Run().Should().BeFalse();
        inner.Log.Should().HaveCount(calls);
    }

    [Theory, MemberData(nameof(Embeddable))]
    public void It_follows_when_the_other_backend_starts_again(string backend)
    {
        using var inner = new RealWorld(backend);
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.Io(fd, "io", _ => outer.Loop.Break()).Start();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        outer.Loop.Run(RunMode.NoWait);
        inner.Loop.NotifyFork();
        outer.Loop.Run(RunMode.NoWait);
        outer.Loop.Run(RunMode.NoWait);
        inner.Loop.BackendGeneration.Should().Be(1);
        inner.MakeReadable(fd);
        outer.Loop.Run();
        inner.Log.Should().Equal("io");
    }

    [Fact]
    public void A_fork_is_passed_on()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        int fd = inner.NewFd();
        inner.MakeReadable(fd);
        inner.Io(fd, "io").Start();
        inner.Fork("fork").Start();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        outer.Loop.NotifyFork();
        outer.Loop.Run(RunMode.NoWait);
        outer.Loop.Run(RunMode.NoWait);
        inner.Log.Should().StartWith(["fork", "io", "io"]);
        (inner.Loop.BackendGeneration, outer.Loop.BackendGeneration).Should().Be((1, 1));
    }

    [Fact]
    public void Idle_watchers_and_regular_files_of_the_other_loop_are_served()
    {
        using var inner = new EpollWorld();
        using var outer = new EpollWorld();
        new EmbedWatcher(outer.Loop, inner.Loop).Start();
        int left = 3;
        inner.Idle("idle", w =>
        {
            if (--left == 0)
            {
                w.Stop();
            }
        }).Start();
        while (left > 0)
        {
            outer.Loop.Run(RunMode.Once);
        }
        int file = Interop.Libc.OpenFile("/proc/self/exe");
        IoWatcher io = inner.Io(file, "file", w => w.Stop());
        io.Start();
        while (io.IsActive)
        {
            outer.Loop.Run(RunMode.Once);
        }
        Interop.Libc.Close(file);
        inner.Log.Should().Equal("idle", "idle", "idle", "file");
    }

    [Fact]
    public void What_cannot_be_embedded_is_refused()
    {
        using var fake = new FakeWorld();
        using var outer = new EpollWorld();
        var embed = new EmbedWatcher(outer.Loop, fake.Loop);
        embed.Invoking(e => e.Start()).Should().Throw<NotSupportedException>();
        (embed.IsActive, outer.Loop.ActiveCount).Should().Be((false, 0));
        outer.Invoking(o => new EmbedWatcher(o.Loop, o.Loop)).Should().Throw<ArgumentException>();
        outer.Invoking(o => new EmbedWatcher(o.Loop, null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Loops_that_embed_each_other_are_told_of_the_error()
    {
        using var a = new EpollWorld();
        using var b = new EpollWorld();
        new EmbedWatcher(a.Loop, b.Loop, _ => { }).Start();
        a.Loop.Run(RunMode.NoWait);
        var second = new EmbedWatcher(b.Loop, a.Loop, _ => b.Log.Add("error"));
        second.Start();
        b.Loop.Run(RunMode.NoWait);
        b.Log.Should().Equal("error");
        second.IsActive.Should().BeFalse();
        b.Loop.Verify();
    }
}
