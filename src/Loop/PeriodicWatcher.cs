namespace Shim.Loop;

/// <summary>
/// Runs its callback at times of the wall clock: at one point in time, at regular ones ("every hour, on the hour"), or at those that a
/// function returns. Where a timer counts how much time has passed, a periodic follows the clock on the wall: when somebody sets
/// that, it is
/// rescheduled. All times are in nanoseconds since 1970 (UTC). It is due when its time is strictly past.
/// Like all watchers it may be touched only by the thread that has the loop.
/// </summary>
public sealed class PeriodicWatcher : Watcher
{
    /// <summary>2^-13 seconds, which is libev's <c>MIN_INTERVAL</c>.</summary>
    private const long MinIntervalNs = 122_070;

    private readonly Action<PeriodicWatcher> _callback;

    /// <summary>Stands for it in the heap of periodics.</summary>
    internal readonly TimerWatcher Node;

    private long _interval;

    /// <summary>Creates it, inactive, due at once; see <see cref="Set(long, long)"/>.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public PeriodicWatcher(EventLoop loop, Action<PeriodicWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
        Node = new TimerWatcher(loop, static _ => { }) { Data = this, IsHidden = true };
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Periodic;

    /// <summary>
    /// Without an interval the time when it fires, once. With one, the point that its times count from: it fires at each time that is a
    /// whole number of intervals away. A change takes effect when it next fires, or on <see cref="Again"/>.
    /// </summary>
    public long Offset { get; set; }

    /// <summary>Nanoseconds between its times, 0 to fire once. Less than 122,070 (2^-13 s) counts as that. A change takes effect as that of
    /// <see cref="Offset"/> does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public long Interval
    {
        get => _interval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _interval = value == 0 ? 0 : Math.Max(value, MinIntervalNs);
        }
    }

    /// <summary>
    /// Returns, for the watcher and the time of day, when it is due next: now or, better, later. If set, offset and interval have no meaning.
    /// It must not touch the loop: it runs while the loop sorts its periodics. If it throws, or returns a time that is past, the watcher is
    /// stopped and the exception leaves <see cref="EventLoop.Run"/> (or <see cref="Start"/>).
    /// </summary>
    public Func<PeriodicWatcher, long, long>? Reschedule { get; set; }

    /// <summary>When it is due next (libev: <c>ev_periodic_at</c>); if inactive, when it last was.</summary>
    public long At => Node.At;

    /// <summary>Has it fire at <paramref name="offset"/>, or, with an interval, at each time that is a multiple of the interval away from it.
    /// If it is active, call <see cref="Again"/> for that to take effect.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public void Set(long offset, long interval = 0)
    {
        Interval = interval;
        Offset = offset;
        Reschedule = null;
    }

    /// <summary>Has it fire when <paramref name="reschedule"/> says; see <see cref="Reschedule"/>. If it is active, call <see cref="Again"/>
    /// for that to take effect.</summary>
    public void Set(Func<PeriodicWatcher, long, long> reschedule)
    {
        ArgumentNullException.ThrowIfNull(reschedule);
        Reschedule = reschedule;
    }

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="InvalidOperationException">The reschedule callback returned a time that is past, or this is called in
    /// one.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is called in a reschedule callback.</exception>
    public override void Stop() => Loop.Stop(this);

    /// <summary>Stops and starts it, so that its times are worked out anew (libev: <c>ev_periodic_again</c>).</summary>
    /// <exception cref="InvalidOperationException">As <see cref="Start"/>.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Again()
    {
        Stop();
        Start();
    }

    internal override void Invoke(IoEvents events) => _callback(this);

    /// <summary>The first of its times that is later than now; without an interval, its only one (libev: <c>periodic_recalc</c>).</summary>
    internal long NextByInterval(long wallNow)
    {
        if (_interval == 0)
        {
            return Math.Max(Offset, 0);
        }
        Int128 since = (Int128)wallNow - Offset;
        Int128 elapsed = since % _interval;
        Int128 next = wallNow - elapsed + (elapsed < 0 ? 0 : _interval);
        return next > long.MaxValue ? long.MaxValue : (long)next;
    }
}
