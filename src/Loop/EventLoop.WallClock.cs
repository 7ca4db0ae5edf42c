using System.Runtime.ExceptionServices;

namespace Shim.Loop;

/// <content>
/// The wall clock, and periodics, which follow it. The time of day is not read in each iteration but kept as the difference to the
/// monotonic clock, which is looked at anew twice a second (libev: <c>rtmn_diff</c>, <c>MIN_TIMEJUMP</c>). A loop without periodics does
/// nothing of this.
/// </content>
public sealed partial class EventLoop
{
    /// <summary>A smaller change of the difference is drift, and only adopted.</summary>
    private const long MinJumpNs = 1_000_000_000;

    private const long WallRecheckNs = MinJumpNs / 2;

    /// <summary>Active periodics. Each is represented by a timer that is in no other heap, and whose time is that of the wall.</summary>
    private TimerHeap _periodics = new();
    private PeriodicWatcher?[] _duePeriodics = [];
    private long _wallOffset;
    private long _wallReadAt;
    private bool _isWallKnown;
    private bool _isRescheduling;

    /// <summary>
    /// The time of day of this iteration, in nanoseconds since 1970 (UTC); what libev's <c>ev_now</c> returns. A jump of the wall clock
    /// shows here half a second later at most. Only the thread that has the loop.
    /// </summary>
    public long WallNow
    {
        get
        {
            UpdateWall();
            return _now + _wallOffset;
        }
    }

    internal void Start(PeriodicWatcher watcher)
    {
        ThrowIfDisposed();
        ThrowIfRescheduling();
        if (watcher.IsActive)
        {
            return;
        }
        WatchForJumps();
        // Nobody has looked for jumps while there was no periodic.
        _isWallKnown &= _periodics.Count != 0;
        watcher.Node.At = NextTime(watcher, WallNow);
        watcher.ActiveIndex = 1;
        _periodics.Add(watcher.Node);
        _activeCount++;
    }

    internal void Stop(PeriodicWatcher watcher)
    {
        ThrowIfRescheduling();
        ClearPending(watcher);
        if (watcher.IsActive)
        {
            Deactivate(watcher);
        }
    }

    private void Deactivate(PeriodicWatcher watcher)
    {
        _periodics.Remove(watcher.Node);
        watcher.ActiveIndex = 0;
        _activeCount--;
    }

    /// <summary>Learns the difference of the clocks, and reschedules all periodics if it has jumped.</summary>
    private void UpdateWall()
    {
        if (_isWallKnown && _now - _wallReadAt < WallRecheckNs)
        {
            return;
        }
        long oldOffset = _wallOffset;
        // Up to four times, as this thread may have been preempted between reading the one clock and the other.
        for (int tries = 4; tries > 0; tries--)
        {
            _wallReadAt = _clock.Now;
            _wallOffset = _clock.WallNow - _wallReadAt;
            if (!_isWallKnown || Math.Abs(_wallOffset - oldOffset) < MinJumpNs)
            {
                _isWallKnown = true;
                return;
            }
        }
        ReschedulePeriodics();
    }

    /// <summary>After a jump of the wall clock (libev: <c>periodics_reschedule</c>).</summary>
    private void ReschedulePeriodics()
    {
        if (_periodics.Count == 0)
        {
            return;
        }
        // A copy, as each moves within the heap. Nothing here is so frequent that it should not allocate.
        TimerWatcher[] nodes = new TimerWatcher[_periodics.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = _periodics[i];
        }
        ExceptionDispatchInfo? failure = null;
        foreach (TimerWatcher node in nodes)
        {
            var watcher = (PeriodicWatcher)node.Data!;
            try
            {
                if (watcher.Interval != 0 || watcher.Reschedule is not null)
                {
                    node.At = NextTime(watcher, _now + _wallOffset);
                    _periodics.Update(node);
                }
            }
            catch (Exception e)
            {
                // A reschedule callback's. The others are rescheduled all the same.
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }
        failure?.Throw();
    }

    private void ReifyPeriodics()
    {
        int due = 0;
        long wallNow = _now + _wallOffset;
        try
        {
            while (_periodics.Count != 0 && _periodics.EarliestAt < wallNow)
            {
                var watcher = (PeriodicWatcher)_periodics.Earliest.Data!;
                if (due == _duePeriodics.Length)
                {
                    Array.Resize(ref _duePeriodics, Math.Max(4, due * 2));
                }
                _duePeriodics[due++] = watcher;
                if (watcher.Interval != 0 || watcher.Reschedule is not null)
                {
                    watcher.Node.At = NextTime(watcher, wallNow);
                    _periodics.Update(watcher.Node);
                }
                else
                {
                    Deactivate(watcher);
                }
            }
        }
        finally
        {
            // Also when a reschedule callback has thrown. In reverse, as timers are.
            while (due > 0)
            {
                Feed(_duePeriodics[--due]!, IoEvents.Periodic);
                _duePeriodics[due] = null;
            }
        }
    }

    /// <returns>When the watcher is due, in wall time; later than now unless it is an absolute time.</returns>
    private long NextTime(PeriodicWatcher watcher, long wallNow)
    {
        if (watcher.Reschedule is null)
        {
            return watcher.NextByInterval(wallNow);
        }
        long at = 0;
        bool isSound = false;
        _isRescheduling = true;
        try
        {
            at = watcher.Reschedule(watcher, wallNow);
            isSound = at >= wallNow;
        }
        finally
        {
            _isRescheduling = false;
            if (!isSound && watcher.IsActive)
            {
                // It has thrown or is about to; next time it would do so again, and the loop get nowhere.
                Deactivate(watcher);
            }
        }
        return isSound ? at : throw new InvalidOperationException(
            $"The reschedule callback of a periodic returned a time that is {wallNow - at} ns in the past.");
    }

    private void ThrowIfRescheduling()
    {
        if (_isRescheduling)
        {
            throw new InvalidOperationException(
                "A reschedule callback must not start or stop periodics, its own included; do it in the watcher's callback.");
        }
    }
}
