namespace Shim.Loop;

/// <content>Pausing the loop, and having it work in batches.</content>
public sealed partial class EventLoop
{
    private long _ioCollectInterval;
    private long _timeoutCollectInterval;
    private bool _isCollecting;
    private bool _isSuspended;
    private long _suspendedAt;

    /// <summary>
    /// Nanoseconds, 0 by default, that the loop lets pass between two polls if it would wait anyway, so that more descriptors are ready at
    /// once (libev: <c>ev_set_io_collect_interval</c>). Events, wake-ups from other threads included, come up to that much later, timers do
    /// not. Only the thread that has the loop.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long IoCollectInterval
    {
        get => _ioCollectInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _ioCollectInterval = value;
            _isCollecting = (_ioCollectInterval | _timeoutCollectInterval) != 0;
        }
    }

    /// <summary>
    /// Nanoseconds, 0 by default, that a poll waits at least, unless a descriptor is ready, so that more timers are due at once
    /// (libev: <c>ev_set_timeout_collect_interval</c>). Timers fire up to that much later, events do not. Only the thread that has the loop.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long TimeoutCollectInterval
    {
        get => _timeoutCollectInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeoutCollectInterval = value;
            _isCollecting = (_ioCollectInterval | _timeoutCollectInterval) != 0;
        }
    }

    /// <summary>
    /// Stops the time of timers, as before a process stops itself or a game is paused (libev: <c>ev_suspend</c>). Until
    /// <see cref="Resume"/> the loop cannot be run, and no timer or periodic should be started or stopped. May be called in callbacks; a
    /// <see cref="Run"/> that is in progress then throws when it comes to its next iteration, unless the loop was resumed by then.
    /// Only the thread that has the loop.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is suspended already.</exception>
    public void Suspend()
    {
        ThrowIfSuspended();
        UpdateNow();
        _suspendedAt = _now;
        _isSuspended = true;
    }

    /// <summary>Puts off all timers by the time since <see cref="Suspend"/>, and works out anew when periodics are due
    /// (libev: <c>ev_resume</c>). Only the thread that has the loop.</summary>
    /// <exception cref="InvalidOperationException">It is not suspended, or a periodic's reschedule callback returned a time that is
    /// past.</exception>
    public void Resume()
    {
        if (!_isSuspended)
        {
            throw new InvalidOperationException("The loop is not suspended.");
        }
        _isSuspended = false;
        _now = _clock.Now;
        _timers.Shift(_now - _suspendedAt);
        if (_periodics.Count != 0)
        {
            _wallOffset = _clock.WallNow - _now;
            _wallReadAt = _now;
            ReschedulePeriodics();
        }
    }

    /// <returns>How long the poll may take once the collect intervals have been seen to.</returns>
    private long Collect(long wait, long lastPollAt)
    {
        if (Volatile.Read(ref _wakeState) == Signalled)
        {
            return 0;
        }
        wait = Math.Max(wait, _timeoutCollectInterval);
        long sleep = Math.Min(_ioCollectInterval - (_now - lastPollAt), wait);
        if (sleep > 0)
        {
            _clock.Sleep(sleep);
            wait -= sleep;
        }
        return wait;
    }

    private void ThrowIfSuspended()
    {
        if (_isSuspended)
        {
            throw new InvalidOperationException("The loop is suspended; resume it first.");
        }
    }
}
