using System.Diagnostics;
using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>
/// Everything at once on the real kernel, for a while (a minute if GREENSHIM_SOAK is set), with the loop's invariants checked after every
/// iteration: descriptors that are closed and reused, timers, periodics, idle watchers, threads that send, signals, children, paths, an
/// embedded loop, and watchers that start and stop each other at random.
/// </summary>
public sealed class WatcherSoakTests : IDisposable
{
    private readonly int _descriptors = CountDescriptors();
    private readonly string _path = Path.GetTempFileName();
    private readonly Random _random = new(1);
    private readonly EpollWorld _world = new();
    private readonly EpollWorld _inner = new();
    private readonly List<(IoWatcher Io, int Fd)> _ios = [];
    private readonly Dictionary<WatcherKinds, int> _calls = [];
    private readonly List<string> _violations = [];
    private bool _isOver;
    private bool _isSignalAwaited;
    private int _senders;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void It_holds_together()
    {
        TimeSpan duration = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("GREENSHIM_SOAK") is { Length: > 0 } ? 60 : 3);
        Populate();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            _world.Loop.Run(RunMode.Once);
            _world.Loop.Verify();
            _inner.Loop.Verify();
        }
        Volatile.Write(ref _isOver, true);
        // A signal that is on its way when its watcher stops would end the process.
        while (Volatile.Read(ref _senders) != 0 || _isSignalAwaited)
        {
            _world.Loop.Run(RunMode.NoWait);
        }
        foreach (Watcher watcher in _world.Loop.Walk())
        {
            watcher.Stop();
        }
        _world.Loop.Run().Should().BeFalse();
        _ios.ForEach(io => _world.Close(io.Fd));
        _world.Dispose();
        _inner.Dispose();

        _violations.Should().BeEmpty();
        _calls.Keys.Should().Contain([
            WatcherKinds.Io, WatcherKinds.Timer, WatcherKinds.Periodic, WatcherKinds.Idle, WatcherKinds.Prepare, WatcherKinds.Check,
            WatcherKinds.Async, WatcherKinds.Signal, WatcherKinds.Child, WatcherKinds.Stat, WatcherKinds.Embed, WatcherKinds.Fork]);
        CountDescriptors().Should().BeLessThanOrEqualTo(_descriptors);
    }

    /// <summary>The runtime opens a pipe when it is first asked for a signal.</summary>
    private static int CountDescriptors()
    {
        using (var loop = new EventLoop())
        {
            new SignalWatcher(loop, 10, _ => { }).Start();
        }
        return Descriptors.Count();
    }

    private void Populate()
    {
        EventLoop loop = _world.Loop;
        for (int i = 0; i < 30; i++)
        {
            AddIo();
            AddTimer();
            AddPeriodic();
        }
        for (int i = 0; i < 3; i++)
        {
            AddSender();
        }
        new PrepareWatcher(loop, w =>
        {
            Note(w);
            Stir();
        }).Start();
        var idle = new IdleWatcher(loop, w =>
        {
            Note(w);
            w.Stop();
        });
        new CheckWatcher(loop, w =>
        {
            Note(w);
            if (_random.Next(4) == 0)
            {
                idle.Start();
            }
        }).Start();
        new SignalWatcher(loop, 10, w =>
        {
            Note(w);
            _isSignalAwaited = false;
        }).Start();
        new StatWatcher(loop, _path, Note).Start();
        new ForkWatcher(loop, Note).Start();
        new EmbedWatcher(loop, _inner.Loop, w =>
        {
            Note(w);
            w.Sweep();
        }).Start();
        new TimerWatcher(_inner.Loop, _ => { }).Start(1000, 3_000_000);
        var rarely = new TimerWatcher(loop, _ =>
        {
            if (!_isSignalAwaited)
            {
                _isSignalAwaited = true;
                Libc.Raise(10);
            }
            File.AppendAllText(_path, "x");
            AddChild();
            loop.NotifyFork();
        });
        rarely.Start(1, 100_000_000);
    }

    /// <summary>Starts, stops and replaces some watchers.</summary>
    private void Stir()
    {
        (IoWatcher io, int fd) = _ios[_random.Next(_ios.Count)];
        switch (_random.Next(6))
        {
            case 0:
                io.Stop();
                break;
            case 1:
                io.Start();
                break;
            case 2 when io.IsActive:
                _world.MakeReadable(fd);
                break;
            case 3:
                io.Stop();
                _world.Close(fd);
                _ios.Remove((io, fd));
                AddIo();
                break;
            case 4:
                _world.Loop.FeedFdEvent(fd, IoEvents.Read);
                break;
        }
    }

    private void AddIo()
    {
        int fd = _world.NewFd();
        var io = new IoWatcher(_world.Loop, fd, IoEvents.Read, (w, events) =>
        {
            Note(w);
            if ((events & IoEvents.Error) != 0)
            {
                _violations.Add($"descriptor {fd} cannot be watched");
            }
            else if (Libc.WaitReadable(fd, 0))
            {
                _world.Drain(fd);
            }
        });
        io.Priority = _random.Next(-2, 3);
        io.Start();
        _ios.Add((io, fd));
    }

    private void AddTimer()
    {
        long due = 0;
        var timer = new TimerWatcher(_world.Loop, w =>
        {
            Note(w);
            if (w.Loop.Now <= due)
            {
                _violations.Add("a timer was early");
            }
            Start(w);
        });
        Start(timer);

        void Start(TimerWatcher w)
        {
            long after = _random.NextInt64(5_000_000);
            due = w.Loop.Now + after;
            w.Start(after);
        }
    }

    private void AddPeriodic()
    {
        var periodic = new PeriodicWatcher(_world.Loop, w =>
        {
            Note(w);
            if (_random.Next(3) == 0)
            {
                w.Set(w.Loop.WallNow + 1_000_000, _random.Next(2) * 3_000_000);
                w.Again();
            }
        });
        periodic.Set(0, 1_000_000 + _random.NextInt64(5_000_000));
        periodic.Start();
    }

    private void AddChild()
    {
        int code = _random.Next(256);
        new ChildWatcher(_world.Loop, Libc.SpawnShell($"exit {code}"), w =>
        {
            Note(w);
            if (w.Status.ExitCode != code)
            {
                _violations.Add($"{w.Status} instead of exit code {code}");
            }
            w.Stop();
        })
        { Reaps = true }.Start();
    }

    private void AddSender()
    {
        int posted = 0;
        int answered = 0;
        var async = new AsyncWatcher(_world.Loop, w =>
        {
            Note(w);
            Volatile.Write(ref answered, Volatile.Read(ref posted));
        });
        async.Start();
        Interlocked.Increment(ref _senders);
        new Thread(() =>
        {
            while (!Volatile.Read(ref _isOver))
            {
                posted++;
                async.Send();
                if (!SpinWait.SpinUntil(() => Volatile.Read(ref answered) == posted, TimeSpan.FromSeconds(30)))
                {
                    _violations.Add("a wake-up was lost");
                    break;
                }
                Thread.Sleep(1);
            }
            Interlocked.Decrement(ref _senders);
        }).Start();
    }

    private void Note(Watcher watcher) => _calls[watcher.Kind] = _calls.GetValueOrDefault(watcher.Kind) + 1;
}
