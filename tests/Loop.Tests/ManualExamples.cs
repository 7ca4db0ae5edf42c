using System.Runtime.InteropServices;
using FluentAssertions;
using Shim.Loop;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>
/// The code of docs/loop.md, which <see cref="ManualTests"/> compares with this file: a block there is a run of lines here, give or take the
/// indentation. Most of it is run, too.
/// </summary>
public class ManualExamples
{
    /// <summary>The program at the beginning. It waits for the terminal, so it is only compiled.</summary>
    internal static void Beginning()
    {
        using var loop = new EventLoop();

        var input = new IoWatcher(loop, 0, IoEvents.Read, (watcher, events) =>
        {
            Console.WriteLine("standard input is ready");
            watcher.Stop();
            watcher.Loop.Break(BreakMode.All);   // all nested calls of Run return
        });
        input.Start();

        var timeout = new TimerWatcher(loop, watcher =>
        {
            Console.WriteLine("timeout");
            watcher.Loop.Break();                // the innermost call of Run returns
        });
        timeout.Start(5_500_000_000);            // nanoseconds

        loop.Run();
    }

    [Fact]
    public void Ref_and_unref()
    {
        using var loop = new EventLoop();
        var heartbeat = new TimerWatcher(loop, _ => { });
        heartbeat.Start(1_000_000_000, 1_000_000_000);
        loop.Unref();       // Run returns even though the heartbeat is active

        loop.Run();

        loop.Ref();         // before the stop
        heartbeat.Stop();
        loop.ActiveCount.Should().Be(0);
    }

    [Fact]
    public void Inactivity()
    {
        using var loop = new EventLoop();
        int timeouts = 0;
        var idleTimeout = new TimerWatcher(loop, w =>
        {
            timeouts++;
            w.Stop();
        });
        idleTimeout.Repeat = 60_000_000_000;
        idleTimeout.Again();                     // starts it

        // On each activity: due a minute from now. Costs a move in a heap, no system call.
        idleTimeout.Again();
        timeouts.Should().Be(0);
        idleTimeout.IsActive.Should().BeTrue();
    }

    [Fact]
    public void LazyInactivity()
    {
        using var loop = new EventLoop();
        const long Limit = 60_000_000_000;
        long lastActivity = loop.Now;            // every activity only does this

        var idleTimeout = new TimerWatcher(loop, w =>
        {
            long left = lastActivity + Limit - w.Loop.Now;
            if (left > 0)
            {
                w.Start(left);                   // there was some: look again when the limit may be over
                return;
            }
            Console.WriteLine("nothing has happened for a minute");
        });
        idleTimeout.Start(Limit);
        idleTimeout.IsActive.Should().BeTrue();
    }

    [Fact]
    public void Periodics()
    {
        using var loop = new EventLoop();
        const long Hour = 3_600_000_000_000;

        var hourly = new PeriodicWatcher(loop, w => Console.WriteLine("a full hour (UTC)"));
        hourly.Set(0, Hour);
        hourly.Start();

        // Midnight, wherever this machine is: no interval can express that.
        var midnight = new PeriodicWatcher(loop, w => Console.WriteLine("a new day"));
        midnight.Set((w, now) =>
        {
            DateTimeOffset local = DateTimeOffset.FromUnixTimeMilliseconds(now / 1_000_000).ToLocalTime();
            DateTime tomorrow = local.Date.AddDays(1);
            return new DateTimeOffset(tomorrow, TimeZoneInfo.Local.GetUtcOffset(tomorrow)).ToUnixTimeMilliseconds() * 1_000_000;
        });
        midnight.Start();
        hourly.At.Should().BeInRange(loop.WallNow, loop.WallNow + Hour);
        midnight.At.Should().BeInRange(loop.WallNow, loop.WallNow + 25 * Hour);
    }

    [Fact]
    public void Signals()
    {
        using var loop = new EventLoop();
        var interrupt = new SignalWatcher(loop, PosixSignal.SIGINT, w => w.Loop.Break(BreakMode.All));
        interrupt.Start();      // from now on Ctrl-C does not end the process
        EventLoop.FeedSignal(interrupt.Signal);
        loop.Run().Should().BeTrue();
    }

    [Fact]
    public void Children()
    {
        using var loop = new EventLoop();
        using var process = System.Diagnostics.Process.Start("/bin/true");

        var child = new ChildWatcher(loop, process.Id, w =>
        {
            w.Stop();           // or it keeps the loop running
            Console.WriteLine(w.Status.IsKnown ? $"exit code {w.Status.ExitCode}" : "gone; Process will know how");
        });
        child.Start();

        loop.Run();
        child.IsActive.Should().BeFalse();
    }

    [Fact]
    public void Paths()
    {
        using var loop = new EventLoop();
        var passwd = new StatWatcher(loop, "/etc/passwd", w =>
        {
            if (w.Current.Exists)
            {
                Console.WriteLine($"now {w.Current.Size} bytes, was {w.Previous.Size}");
            }
            else
            {
                Console.WriteLine("there is no passwd any more");
            }
        });
        passwd.Start();
        passwd.Current.Exists.Should().BeTrue();
    }

    [Fact]
    public void Settling()
    {
        using var loop = new EventLoop();
        int reloads = 0;
        void Reload() => reloads++;
        var settled = new TimerWatcher(loop, _ => Reload());
        settled.Repeat = 1_020_000_000;

        var config = new StatWatcher(loop, "/etc/hosts", w => settled.Again());
        config.Start();
        loop.Invoke(config, IoEvents.Stat);
        (settled.IsActive, reloads).Should().Be((true, 0));
    }

    [Fact]
    public void Idles()
    {
        using var loop = new EventLoop();
        var chunks = new Queue<int>(Enumerable.Range(0, 3));
        var background = new IdleWatcher(loop, w =>
        {
            chunks.Dequeue();
            if (chunks.Count == 0)
            {
                w.Stop();
            }
        });
        background.Priority = EventLoop.MinPriority;   // only when nothing else at all is to be done
        background.Start();
        loop.Run();
        chunks.Should().BeEmpty();
    }

    [Fact]
    public void Asyncs()
    {
        using var loop = new EventLoop();
        var inbox = new System.Collections.Concurrent.ConcurrentQueue<Action>();
        var wake = new AsyncWatcher(loop, w =>
        {
            while (inbox.TryDequeue(out Action? work))
            {
                work();
            }
        });
        wake.Start();

        // From any thread:
        inbox.Enqueue(() => loop.Break());
        wake.Send();
        loop.Run();
        inbox.Should().BeEmpty();
    }

    [Fact]
    public void Cleanups()
    {
        bool isDone = false;
        var loop = new EventLoop();
        var goodbye = new CleanupWatcher(loop, w => isDone = true);
        goodbye.Start();
        loop.Dispose();
        isDone.Should().BeTrue();
    }

    [Fact]
    public void Once()
    {
        using var loop = new EventLoop();
        (int fd, int peer) = Interop.Libc.Pipe();
        Interop.Libc.WriteByte(peer);
        bool isReady = false;
        loop.Once(fd, IoEvents.Read, 10_000_000_000, events =>
        {
            isReady = (events & IoEvents.Read) != 0;   // else the ten seconds are over
        });
        loop.Run();
        isReady.Should().BeTrue();
        Interop.Libc.Close(fd);
        Interop.Libc.Close(peer);
    }

    [Fact]
    public void Embedding()
    {
        using var loop = new EventLoop();
        using var libraryLoop = new EventLoop();
        var embed = new EmbedWatcher(loop, libraryLoop);   // no callback: it sweeps by itself
        embed.Start();

        new TimerWatcher(libraryLoop, _ => loop.Break()).Start(1_000_000);
        loop.Run();
        embed.IsActive.Should().BeTrue();
    }

    [Fact]
    public void Driven_by_another_loop()
    {
        using var toolkit = new Toolkit();
        using var loop = new EventLoop();
        new TimerWatcher(loop, _ => toolkit.Quit()).Start(1_000_000);

        void Serve()
        {
            loop.Run(RunMode.NoWait);
            long wait = loop.PrepareWait();                  // last thing before the toolkit waits
            toolkit.OnReadable(loop.BackendDescriptor, Serve);
            toolkit.OnTimeout(wait, Serve);
        }

        Serve();
        toolkit.Main();
        toolkit.Waits.Should().BePositive();
    }

    [Fact]
    public void Signals_while_driven_by_another_loop()
    {
        using var toolkit = new Toolkit();
        using var loop = new EventLoop();

        void Serve()
        {
            loop.Run(RunMode.NoWait);
            toolkit.OnTimeout(loop.PrepareWait(), Serve);
            toolkit.OnReadable(loop.BackendDescriptor, Serve);
        }

        var goodbye = new SignalWatcher(loop, PosixSignal.SIGTERM, _ => toolkit.Quit());
        goodbye.Start();

        Serve();
        int sent = 0;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            Thread.Sleep(50);
            sent = toolkit.Waits;
            Interop.Libc.Raise(15);
        });
        toolkit.Main();
        sent.Should().BePositive("the toolkit waited when the signal came");
        goodbye.Stop();
    }

    [Fact]
    public void Driving_another_loop()
    {
        using var loop = new EventLoop();
        (int fd, int peer) = Interop.Libc.Pipe();
        var library = new ForeignLoop(fd);
        Interop.Libc.WriteByte(peer);
        library.OnEvent = () => loop.Break();

        // Only to end the poll; the work is done by the check watcher, whatever it was that ended it.
        var readable = new IoWatcher(loop, library.Descriptor, IoEvents.Read, (_, _) => { });
        readable.Start();
        var due = new TimerWatcher(loop, _ => { });

        var before = new PrepareWatcher(loop, _ =>
        {
            due.Stop();
            if (library.NextTimeout >= 0)
            {
                loop.UpdateNow();
                due.Start(library.NextTimeout);
            }
        });
        before.Start();

        var after = new CheckWatcher(loop, _ => library.DispatchWithoutWaiting());
        after.Priority = EventLoop.MaxPriority;
        after.Start();
        loop.Run();
        library.Events.Should().Be(1);
        Interop.Libc.Close(fd);
        Interop.Libc.Close(peer);
    }

    [Fact]
    public void Locking()
    {
        using var loop = new EventLoop();
        object gate = new();
        loop.SetReleaseHooks(_ => Monitor.Exit(gate), _ => Monitor.Enter(gate));
        var notice = new AsyncWatcher(loop, _ => { });
        notice.Start();

        var loopThread = new Thread(() =>
        {
            lock (gate)
            {
                loop.Run();
            }
        });
        loopThread.Start();

        // Any other thread:
        lock (gate)
        {
            new TimerWatcher(loop, w => w.Loop.Break()).Start(1_000_000);
        }
        notice.Send();          // or the loop goes on waiting as if there were no new timer
        loopThread.Join();
        loop.Iteration.Should().BePositive();
    }

    [Fact]
    public void Stopping_with_the_job_control()
    {
        using var loop = new EventLoop();
        int stops = 0;
        void StopThisProcess() => stops++;
        var stop = new SignalWatcher(loop, PosixSignal.SIGTSTP, w =>
        {
            w.Loop.Suspend();
            StopThisProcess();  // raise(SIGSTOP); it returns when the process is continued
            w.Loop.Resume();    // timers have as much left as before
        });
        loop.Invoke(stop, IoEvents.Signal);
        stops.Should().Be(1);
    }

    /// <summary>The least that a GUI toolkit offers.</summary>
    private sealed class Toolkit : IDisposable
    {
        private int _fd = -1;
        private long _timeoutNs;
        private Action? _callback;
        private bool _isOver;

        public int Waits { get; private set; }

        public void OnReadable(int fd, Action callback)
        {
            _fd = fd;
            _callback = callback;
        }

        public void OnTimeout(long nanoseconds, Action callback)
        {
            _timeoutNs = nanoseconds;
            _callback = callback;
        }

        public void Quit() => _isOver = true;

        public void Main()
        {
            while (!_isOver)
            {
                Waits++;
                Interop.Libc.WaitReadable(_fd, (int)((_timeoutNs + 999_999) / 1_000_000));
                _callback!();
            }
        }

        public void Dispose() => _callback = null;
    }

    /// <summary>A library that has a loop of its own, of the usual kind.</summary>
    private sealed class ForeignLoop(int fd)
    {
        public int Descriptor => fd;

        public long NextTimeout => 10_000_000_000;

        public int Events { get; private set; }

        public Action? OnEvent { get; set; }

        public void DispatchWithoutWaiting()
        {
            if (Interop.Libc.WaitReadable(fd, 0))
            {
                Interop.Libc.ReadByte(fd);
                Events++;
                OnEvent?.Invoke();
            }
        }
    }
}
