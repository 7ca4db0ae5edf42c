namespace Shim.Loop;

/// <summary>
/// Runs its callback once a time span has passed, and then again at intervals if it repeats. All times are in nanoseconds, by the
/// monotonic clock, and count from <see cref="EventLoop.Now"/>: call <see cref="EventLoop.UpdateNow"/> before starting a timer after
/// long work, or
/// it fires that much early. As the loop sees it, a timer never fires early: it is due when its time is strictly past.
/// </summary>
public sealed class TimerWatcher : Watcher
{
    private readonly Action<TimerWatcher> _callback;
    private long _repeat;

    /// <summary>While active the time when it is due; else what remained when it was stopped.</summary>
    internal long At;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public TimerWatcher(EventLoop loop, Action<TimerWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Timer;

    /// <summary>
    /// The interval in nanoseconds, 0 for a timer that fires once. A change takes effect when the timer next fires, or on
    /// <see cref="Again"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public long Repeat
    {
        get => _repeat;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _repeat = value;
        }
    }

    /// <summary>Nanoseconds until it fires, negative when it is overdue; if inactive, what remained when it stopped
    /// (libev: <c>ev_timer_remaining</c>).</summary>
    public long Remaining => IsActive ? At - Loop.Now : At;

    /// <summary>Makes it active. Does nothing if it is; use <see cref="Again"/> to postpone a repeating timer.</summary>
    /// <param name="after">Nanoseconds until it fires first. Zero and less: in the next iteration.</param>
    /// <param name="repeat">The interval from then on, in nanoseconds; 0 to fire once. A loop that comes late runs the callback once,
    /// not once for each interval it missed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start(long after, long repeat = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(repeat);
        Loop.Start(this, after, repeat);
    }

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    /// <summary>
    /// Acts as if the timer had just fired (libev: <c>ev_timer_again</c>): not pending any more; if it repeats, due one interval from
    /// now and active;
    /// if it does not, inactive.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Again() => Loop.Again(this);

    internal override void Invoke(IoEvents events) => _callback(this);
}
