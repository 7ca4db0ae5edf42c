using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class PollHookTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void The_loop_is_released_for_the_poll_and_acquired_before_any_callback(string name)
    {
        using var world = World.Create(name);
        world.Loop.SetReleaseHooks(_ => world.Log.Add("release"), _ => world.Log.Add("acquire"));
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io").Start();
        world.Prepare("prepare").Start();
        world.Check("check").Start();
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("prepare", "release", "acquire", "check", "io");
        world.Loop.SetReleaseHooks(null, null);
        world.Log.Clear();
        world.Loop.Run(RunMode.Once);
        world.Log.Should().Equal("prepare", "check", "io");
    }

    [Fact]
    public void It_is_acquired_again_when_the_poll_fails()
    {
        using var world = new FakeWorld();
        world.Loop.SetReleaseHooks(_ => world.Log.Add("release"), _ => world.Log.Add("acquire"));
        world.Backend.DuringPoll = () => throw new IOException();
        world.Loop.Invoking(l => l.Run(RunMode.NoWait)).Should().Throw<IOException>();
        world.Log.Should().Equal("release", "acquire");
    }

    [Fact]
    public void It_is_acquired_before_an_event_touches_a_watcher()
    {
        using var world = new FakeWorld();
        IoWatcher io = world.Io(3, "io");
        io.Start();
        world.MakeReadable(3);
        bool? wasPending = null;
        world.Loop.SetReleaseHooks(_ => { }, _ => wasPending = io.IsPending);
        world.Loop.Run(RunMode.NoWait);
        wasPending.Should().BeFalse();
        world.Log.Should().Equal("io");
    }

    [Fact]
    public void Other_threads_can_use_the_loop_while_it_polls()
    {
        using var world = new EpollWorld();
        object gate = new();
        world.Loop.SetReleaseHooks(_ => Monitor.Exit(gate), _ => Monitor.Enter(gate));
        AsyncWatcher notice = world.Async("notice");
        notice.Start();
        const int Threads = 3;
        const int Rounds = 300;
        int fired = 0;
        Thread[] users = [.. Enumerable.Range(0, Threads).Select(id => new Thread(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                lock (gate)
                {
                    new TimerWatcher(world.Loop, w =>
                    {
                        if (++fired == Threads * Rounds)
                        {
                            w.Loop.Break();
                        }
                    }).Start(i * 100);
                }
                notice.Send();
            }
        }))];
        lock (gate)
        {
            Array.ForEach(users, u => u.Start());
            world.Loop.Run();
        }
        Array.ForEach(users, u => u.Join());
        fired.Should().Be(Threads * Rounds);
        world.Loop.Verify();
    }

    [Fact]
    public void One_hook_without_the_other_is_refused()
    {
        using var world = new FakeWorld();
        world.Loop.Invoking(l => l.SetReleaseHooks(_ => { }, null)).Should().Throw<ArgumentException>();
        world.Loop.Invoking(l => l.SetReleaseHooks(null, _ => { })).Should().Throw<ArgumentException>();
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Callbacks_can_be_run_elsewhere(string name)
    {
        using var world = World.Create(name);
        int here = Environment.CurrentManagedThreadId;
        var threads = new HashSet<int>();
        world.Loop.InvokePendingHook = loop =>
        {
            var thread = new Thread(loop.InvokePending);
            thread.Start();
            thread.Join();
        };
        int fd = world.NewFd();
        world.MakeReadable(fd);
        world.Io(fd, "io", w =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            w.Stop();
        }).Start();
        world.Timer("timer", _ => threads.Add(Environment.CurrentManagedThreadId)).Start(0);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().BeEquivalentTo("io", "timer");
        threads.Should().NotContain(here);
    }

    [Fact]
    public void What_the_hook_leaves_is_offered_again_without_a_wait()
    {
        using var world = new FakeWorld();
        world.Timer("timer").Start(10);
        world.Timer("keeps it running").Start(1_000_000);
        var counts = new List<int>();
        world.Loop.InvokePendingHook = loop =>
        {
            counts.Add(loop.PendingCount);
            if (counts.Count == 4)
            {
                loop.InvokePending();
            }
        };
        world.Loop.Run(RunMode.Once);
        world.Loop.Run(RunMode.Once);
        counts.Should().Equal(0, 1, 1, 1);
        world.Backend.Timeouts.Should().Equal(11, 0);
        world.Log.Should().Equal("timer");
    }

    [Fact]
    public void A_callback_can_be_invoked_directly()
    {
        using var world = new FakeWorld();
        using var other = new FakeWorld();
        var seen = new List<IoEvents>();
        var io = new IoWatcher(world.Loop, 3, IoEvents.Read, (_, e) => seen.Add(e));
        world.Loop.Invoke(io, IoEvents.Write | IoEvents.Custom);
        seen.Should().Equal(IoEvents.Write | IoEvents.Custom);
        (io.IsActive, io.IsPending).Should().Be((false, false));
        other.Loop.Invoking(l => l.Invoke(io, IoEvents.Read)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_loop_carries_what_its_owner_likes()
    {
        using var world = new FakeWorld();
        world.Loop.UserData = world;
        world.Loop.UserData.Should().BeSameAs(world);
    }
}
