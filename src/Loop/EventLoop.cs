using System.Diagnostics.CodeAnalysis;

namespace Shim.Loop;

/// <summary>
/// An event loop with the semantics of libev. An iteration is, in this order (libev ev.c, <c>ev_run</c>): the fork
/// watchers, if there was a fork; the prepare watchers; telling the backend what changed; the poll; timers and periodics that are due; idle
/// watchers if nothing of their priority or a higher one is pending; the check watchers; then the callbacks of all that was found, the highest priority first and, within
/// one, the last found first.
/// </summary>
/// <remarks>
/// The loop has no thread of its own and does not care which thread uses it, only that two never do at once; the exceptions are
/// <see cref="AsyncWatcher.Send"/>, <see cref="AsyncWatcher.IsSent"/> and <see cref="FeedSignal"/>. A callback may throw: <see cref="Run"/> is left, and what it had not delivered is delivered when it
/// is called again.
/// A callback may also be suspended for any time while its thread's other green threads use the loop. After the loop has grown to its
/// working set it allocates nothing.
/// </remarks>
[SuppressMessage("Naming", "CA1724", Justification = "The namespace has the name of the assembly.")]
public sealed partial class EventLoop : IDisposable, IPollSink
{
    /// <summary>The lowest priority.</summary>
    public const int MinPriority = -2;

    /// <summary>The highest priority.</summary>
    public const int MaxPriority = 2;

    private const int PriorityCount = MaxPriority - MinPriority + 1;

    /// <summary>The longest single wait. Nobody depends on it: it bounds the damage should a wake-up ever be lost, and is odd so that it
    /// can be told from other people's timeouts in a trace (the number is libev's <c>MAX_BLOCKTIME</c>).</summary>
    internal const long MaxBlockNs = 59_743_000_000;

    private readonly IPollBackend _backend;
    private readonly IClock _clock;
    private long _now;
    private int _activeCount;
    private BreakMode _break;
    private int _refs;
    private bool _noWaitRequested;
    private bool _isPolling;
    private bool _isDisposed;

    /// <summary>Creates a loop on the backend that the environment names (<see cref="BackendVariable"/>), else on the best of the
    /// recommended ones, which is epoll, and the monotonic clock. Any thread.</summary>
    /// <exception cref="ArgumentException">The environment names a backend that does not exist.</exception>
    /// <exception cref="PlatformNotSupportedException">The environment names only backends that this machine does not support, or this is
    /// not Linux.</exception>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public EventLoop()
        : this(BackendChoice.CreateDefault(), MonotonicClock.Instance)
    {
    }

    /// <summary>Creates a loop on the given backend, which it will dispose, and clock.</summary>
    public EventLoop(IPollBackend backend, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(clock);
        _backend = backend;
        _clock = clock;
        for (int i = 0; i < PriorityCount; i++)
        {
            _pending[i] = new PendingQueue();
            _idles[i] = new WatcherSet();
        }
        UpdateNow();
    }

    /// <summary>The time of this iteration in monotonic nanoseconds: taken when the poll ended, or by <see cref="UpdateNow"/>.</summary>
    public long Now => _now;

    /// <summary>How often the loop has polled.</summary>
    public long Iteration { get; private set; }

    /// <summary>How many calls of <see cref="Run"/> are in progress, one inside the other.</summary>
    public int Depth { get; private set; }

    /// <summary>How many watchers keep <see cref="Run"/> going: the active ones, and what <see cref="Ref"/> and <see cref="Unref"/>
    /// add.</summary>
    public int ActiveCount => _activeCount;

    /// <summary>
    /// Runs iterations until no watcher is left that counts, until <see cref="Break"/>, or for one iteration, as <paramref name="mode"/>
    /// says.
    /// May be called inside callbacks, but for those of prepare and check watchers (the same in libev's manual), which it would call again without end.
    /// </summary>
    /// <returns>Whether there are still watchers that count.</returns>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    /// <exception cref="InvalidOperationException">Another thread is polling this loop, it is suspended, or this is a prepare or check callback.</exception>
    public bool Run(RunMode mode = RunMode.Default)
    {
        ThrowIfDisposed();
        ThrowIfPolling();
        ThrowIfSuspended();
        ThrowIfInHook();
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)mode, (uint)RunMode.Once, nameof(mode));
        Depth++;
        _break = BreakMode.Cancel;
        try
        {
            // What a suspended callback of an outer run has not got round to, or an exception has left behind.
            DeliverPending();
            do
            {
                Iterate(mode);
                VerifyOften();
            }
            while (mode == RunMode.Default && _activeCount > 0 && _break == BreakMode.Cancel);
        }
        finally
        {
            if (_break == BreakMode.One)
            {
                _break = BreakMode.Cancel;
            }
            Depth--;
        }
        return _activeCount > 0;
    }

    /// <summary>Makes <see cref="Run"/> return when it has delivered the pending events; from a prepare callback, without a
    /// poll.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public void Break(BreakMode mode = BreakMode.One)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)mode, (uint)BreakMode.All, nameof(mode));
        _break = mode;
    }

    /// <summary>Makes <see cref="Now"/> the present.</summary>
    /// <exception cref="InvalidOperationException">The wall clock has jumped, and a periodic's reschedule callback returned a time that is
    /// past.</exception>
    public void UpdateNow()
    {
        _now = _clock.Now;
        if (_periodics.Count != 0)
        {
            UpdateWall();
        }
    }

    /// <summary>Undoes an <see cref="Unref"/>; call it before the watcher is stopped.</summary>
    public void Ref()
    {
        _activeCount++;
        _refs++;
    }

    /// <summary>Makes the loop not wait for one of its watchers; call it after that was started, and <see cref="Ref"/> before it is
    /// stopped.</summary>
    /// <exception cref="InvalidOperationException">No watcher counts any more.</exception>
    public void Unref()
    {
        if (_activeCount <= 0)
        {
            throw new InvalidOperationException("There is no watcher to unref: start it first.");
        }
        _activeCount--;
        _refs--;
    }

    /// <summary>The next poll does not wait: what an idle watcher would do, without one.</summary>
    internal void RequestNoWait() => _noWaitRequested = true;

    /// <summary>When the first timer is due, in nanoseconds of the loop's clock; far in the future without one.</summary>
    internal long EarliestTimer => _timers.Count == 0 ? long.MaxValue : _timers.EarliestAt;

    private void Iterate(RunMode mode)
    {
        ThrowIfSuspended(); // By a callback that has not resumed it.
        if (_isForkNoted)
        {
            TellForkWatchers();
        }
        if (_prepares.Count != 0)
        {
            FeedAll(in _prepares, IoEvents.Prepare);
            DeliverPending();
        }
        if (_embeds.Count != 0)
        {
            PrepareEmbeds();
        }
        if (_break != BreakMode.Cancel)
        {
            return;
        }
        ReifyFds();
        long wait = BeginBlocking(mode);
        long before = _now;
        if (wait != HasPolled)
        {
            Poll(wait);
        }
        EndBlocking();
        UpdateNow();
        _lastWait = wait == 0 ? _lastWait : _now - before;
        ReifyTimers();
        if (_periodics.Count != 0)
        {
            ReifyPeriodics();
        }
        ReifyIdles();
        FeedAll(in _checks, IoEvents.Check);
        DeliverPending();
    }

    private void Poll(long timeoutNs)
    {
        Iteration++;
        NotePollingThread();
        _isPolling = true;
        try
        {
            bool isIntact = _acquiringSink is null ? _backend.Poll(timeoutNs, this) : PollReleased(timeoutNs, _acquiringSink);
            if (!isIntact)
            {
                _mustRecreate = true;
            }
        }
        finally
        {
            _isPolling = false;
        }
    }

    /// <returns>How long the poll may take; if that is not 0, senders of wake-ups have been told. Or <see cref="HasPolled"/>.</returns>
    private long BeginBlocking(RunMode mode)
    {
        bool noWait = _noWaitRequested;
        _noWaitRequested = false;
        if (noWait || mode == RunMode.NoWait || _activeCount <= 0 || HasWork)
        {
            return 0;
        }
        long before = _now;
        UpdateNow();
        long wait = UntilDue(_now);
        if (_isCollecting)
        {
            wait = Collect(wait, before);
        }
        if (_spinTime != 0)
        {
            wait = Spin(wait);
        }
        return wait == HasPolled || (wait != 0 && TryAnnounceBlocking()) ? wait : 0;
    }

    /// <summary>How long the poll may take as far as timers and periodics are concerned.</summary>
    private long UntilDue(long now)
    {
        long wait = MaxBlockNs;
        // One more than until the time, as it is due only when that is past.
        if (_timers.Count != 0)
        {
            wait = Math.Min(wait - 1, _timers.EarliestAt - now) + 1;
        }
        if (_periodics.Count != 0)
        {
            wait = Math.Min(wait - 1, _periodics.EarliestAt - (now + _wallOffset)) + 1;
        }
        return Math.Max(wait, 0);
    }

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        AssertNotPolledElsewhere();
    }
}
