using System.Diagnostics;
using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Real children: some that the runtime knows nothing of, some of <see cref="Process"/>.</summary>
public class ChildTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(7), InlineData(255)]
    public void The_exit_code_is_told_and_the_child_left_to_its_owner(int code)
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell($"exit {code}");
        ChildStatus status = Watch(world, pid).Status;
        (status.IsKnown, status.ExitCode, status.Signal, status.HasDumpedCore).Should().Be((true, code, null, false));
        Libc.TryReap(pid).Should().BeTrue();
    }

    [Fact]
    public void So_is_the_signal()
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell("kill -KILL $$");
        ChildStatus status = Watch(world, pid).Status;
        (status.IsKnown, status.ExitCode, status.Signal, status.HasDumpedCore).Should().Be((true, null, 9, false));
        Libc.TryReap(pid).Should().BeTrue();
    }

    [Fact]
    public void It_reaps_if_asked_to()
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell("exit 3");
        Watch(world, pid, reaps: true).Status.ExitCode.Should().Be(3);
        Libc.TryReap(pid).Should().BeFalse();
    }

    [Fact]
    public void Its_end_is_told_even_if_others_reap_it_first()
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell("exit 3");
        var child = new ChildWatcher(world.Loop, pid, w =>
        {
            world.Log.Add("child");
            w.Stop();
        });
        child.Start();
        Libc.TryReap(pid).Should().BeTrue();
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("child");
        bool canTell = Environment.OSVersion.Version >= new Version(6, 15);
        child.Status.IsKnown.Should().Be(canTell);
        child.Status.ExitCode.Should().Be(canTell ? 3 : null);
    }

    [Fact]
    public void Its_end_is_told_even_if_it_was_before_the_start()
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell("exit 3");
        Libc.TryReap(pid).Should().BeTrue();
        ChildWatcher child = Watch(world, pid);
        (child.Status.IsKnown, child.Status.ExitCode, child.Status.Signal).Should().Be((false, null, null));
    }

    [Fact]
    public void It_takes_nothing_from_Process()
    {
        using var world = new EpollWorld();
        for (int i = 0; i < 20; i++)
        {
            using Process process = Process.Start("/bin/sh", ["-c", $"exit {i}"]);
            ChildWatcher child = Watch(world, process.Id);
            process.WaitForExit();
            process.ExitCode.Should().Be(i);
            if (child.Status.IsKnown)
            {
                child.Status.ExitCode.Should().Be(i);
            }
        }
        world.Log.Should().HaveCount(20);
    }

    [Fact]
    public void Any_number_of_loops_and_watchers_may_watch_the_same_child()
    {
        using var world = new EpollWorld();
        using var other = new EpollWorld();
        int pid = Libc.SpawnShell("exit 5");
        var codes = new List<int?>();
        foreach (EventLoop loop in new[] { world.Loop, world.Loop, other.Loop })
        {
            new ChildWatcher(loop, pid, w =>
            {
                codes.Add(w.Status.ExitCode);
                w.Stop();
            }).Start();
        }
        world.Loop.Run();
        other.Loop.Run();
        codes.Should().Equal(5, 5, 5);
        Libc.TryReap(pid);
    }

    [Fact]
    public void It_stays_active_until_it_is_stopped_but_tells_once()
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell("exit 0");
        var child = new ChildWatcher(world.Loop, pid, w => world.Log.Add("child"));
        child.Start();
        child.Start();
        world.Loop.ActiveCount.Should().Be(1);
        while (world.Log.Count == 0)
        {
            world.Loop.Run(RunMode.Once);
        }
        world.Loop.Run(RunMode.NoWait).Should().BeTrue();
        world.Loop.Verify();
        world.Log.Should().Equal("child");
        child.Stop();
        child.Stop();
        world.Loop.ActiveCount.Should().Be(0);
        child.Start();
        world.Loop.Run(RunMode.Once);
        world.Log.Should().HaveCount(2, "a zombie can be watched again");
        child.Stop();
        Libc.TryReap(pid);
    }

    [Fact]
    public void One_that_is_stopped_hears_nothing_and_closes_its_descriptor()
    {
        using var world = new EpollWorld();
        int pid = Libc.SpawnShell("sleep 100");
        int before = Descriptors.Count();
        var child = new ChildWatcher(world.Loop, pid, w => world.Log.Add("child"));
        child.Start();
        world.Loop.Run(RunMode.NoWait);
        Descriptors.Count().Should().Be(before + 1);
        child.Stop();
        Descriptors.Count().Should().Be(before);
        Libc.Kill(pid, 9);
        Libc.TryReap(pid);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void A_disposed_loop_keeps_no_descriptors()
    {
        int pid = Libc.SpawnShell("exit 0");
        int before = Descriptors.Count();
        var world = new EpollWorld();
        var child = new ChildWatcher(world.Loop, pid, _ => { });
        child.Start();
        world.Dispose();
        Descriptors.Count().Should().Be(before);
        child.Stop();
        Libc.TryReap(pid);
    }

    [Theory, InlineData(0), InlineData(-1)]
    public void There_is_no_watching_for_any_child(int pid)
    {
        using var world = new FakeWorld();
        world.Invoking(w => new ChildWatcher(w.Loop, pid, _ => { })).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_thread_is_no_child()
    {
        using var world = new FakeWorld();
        int id = 0;
        using var go = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            Volatile.Write(ref id, Libc.ThreadId());
            go.Wait();
        });
        thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref id) != 0);
        new ChildWatcher(world.Loop, id, _ => { }).Invoking(c => c.Start()).Should().Throw<ArgumentException>().WithMessage("*thread*");
        world.Loop.ActiveCount.Should().Be(0);
        go.Set();
        thread.Join();
    }

    private static ChildWatcher Watch(World world, int pid, bool reaps = false)
    {
        var child = new ChildWatcher(world.Loop, pid, w =>
        {
            world.Log.Add("child");
            w.Stop();
        })
        { Reaps = reaps };
        child.Start();
        world.Loop.Run().Should().BeFalse();
        return child;
    }
}
