using System.Diagnostics;
using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>What is odd about io_uring. Where there is none, each test sees to it that it refuses.</summary>
public class IoUringTests
{
    [Fact]
    public void The_loop_outlives_the_thread_that_used_it_first()
    {
        if (IsRefused())
        {
            return;
        }
        using var world = new RealWorld("iouring");
        int fd = world.NewFd();
        new IoWatcher(world.Loop, fd, IoEvents.Read, (w, e) =>
        {
            world.Log.Add(e.ToString());
            w.Stop();
        }).Start();
        int sends = 0;
        AsyncWatcher async = world.Async("async", w =>
        {
            if (Interlocked.Increment(ref sends) == 3)
            {
                w.Stop();
            }
        });
        async.Start();
        var first = new Thread(() => world.Loop.Run(RunMode.NoWait)); // Its requests do not survive it.
        first.Start();
        first.Join();

        long start = Stopwatch.GetTimestamp();
        var sender = new Thread(() =>
        {
            Thread.Sleep(50); // Most likely the loop waits by then; it works if it does not, too.
            world.MakeReadable(fd);
            for (int i = 0; i < 3; i++)
            {
                Thread.Sleep(50);
                async.Send();
                SpinWait.SpinUntil(() => Volatile.Read(ref sends) > i);
            }
        });
        sender.Start();
        world.Loop.Run().Should().BeFalse();
        sender.Join();
        world.Log.Should().Equal("Read", "async", "async", "async");
        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(30), "a wake-up that is lost is made up for in a minute");
    }

    [Fact]
    public void A_thread_that_ends_while_another_waits_takes_nothing_with_it()
    {
        if (IsRefused())
        {
            return;
        }
        using var world = new RealWorld("iouring");
        int fd = world.NewFd();
        new IoWatcher(world.Loop, fd, IoEvents.Read, (w, e) =>
        {
            world.Log.Add(e.ToString());
            w.Stop();
        }).Start();
        using var mayEnd = new ManualResetEvent(false);
        using var hasRun = new ManualResetEvent(false);
        var first = new Thread(() =>
        {
            world.Loop.Run(RunMode.NoWait);
            hasRun.Set();
            mayEnd.WaitOne();
        });
        first.Start();
        hasRun.WaitOne();
        var sender = new Thread(() =>
        {
            Thread.Sleep(50);
            mayEnd.Set();
            first.Join();
            Thread.Sleep(50);
            world.MakeReadable(fd);
        });
        sender.Start();
        world.Loop.Run().Should().BeFalse();
        sender.Join();
        world.Log.Should().Equal("Read");
    }

    [Fact]
    public void A_stopped_watcher_lets_go_of_the_file()
    {
        if (IsRefused())
        {
            return;
        }
        using var world = new RealWorld("iouring");
        (int a, int b) = Libc.SocketPair();
        IoWatcher io = world.Io(a, "io");
        io.Start();
        world.Loop.Run(RunMode.NoWait);
        io.Stop();
        Libc.Close(a);
        world.Timer("timer", w => w.Loop.Break()).Start(50_000_000);
        world.Loop.Run();
        Libc.PollNow(b).Should().Be(Libc.POLLIN | Libc.POLLOUT | Libc.POLLHUP, "the file is closed, and the peer knows");
        Libc.Close(b);
    }

    [Fact]
    public void A_completion_of_what_the_number_stood_for_before_is_out_of_date()
    {
        if (IsRefused())
        {
            return;
        }
        using var backend = new IoUringBackend();
        (int old, int oldPeer) = Libc.SocketPair();
        (int fresh, int freshPeer) = Libc.SocketPair();
        var sink = new CountingSink();
        backend.Modify(old, IoEvents.None, IoEvents.Read, mayBeNewFile: true);
        backend.Poll(0, sink);
        Libc.WriteByte(oldPeer); // Completed, and not taken yet.
        Libc.Dup2(fresh, old);
        backend.Modify(old, IoEvents.Read, IoEvents.Read, mayBeNewFile: true);
        backend.Poll(0, sink);
        backend.Poll(0, sink);
        sink.Count.Should().Be(0);
        Libc.WriteByte(freshPeer);
        backend.Poll(3_600_000_000_000, sink);
        sink.Count.Should().Be(1);
        foreach (int fd in (int[])[old, oldPeer, fresh, freshPeer])
        {
            Libc.Close(fd);
        }
    }

    private static bool IsRefused()
    {
        if (IoUringBackend.Refusal is not { } refusal)
        {
            return false;
        }
        Action create = () => new EventLoop(LoopBackends.IoUring).Dispose();
        create.Should().Throw<PlatformNotSupportedException>().WithMessage(refusal);
        refusal.Should().Contain("io_uring");
        return true;
    }

    private sealed class CountingSink : IPollSink
    {
        public int Count { get; private set; }

        public void Ready(int fd, IoEvents events) => Count++;
    }
}
