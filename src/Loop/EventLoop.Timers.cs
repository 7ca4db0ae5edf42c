namespace Shim.Loop;

/// <content>Timers.</content>
public sealed partial class EventLoop
{
    private TimerHeap _timers = new();
    private TimerWatcher?[] _dueTimers = new TimerWatcher?[16];

    internal void Start(TimerWatcher timer, long after, long repeat)
    {
        ThrowIfDisposed();
        if (timer.IsActive)
        {
            return;
        }
        timer.Repeat = repeat;
        timer.At = AddSaturating(_now, after);
        _timers.Add(timer);
        _activeCount++;
    }

    internal void Stop(TimerWatcher timer)
    {
        ClearPending(timer);
        if (!timer.IsActive)
        {
            return;
        }
        _timers.Remove(timer);
        _activeCount--;
        timer.At -= _now;
    }

    internal void Again(TimerWatcher timer)
    {
        ThrowIfDisposed();
        ClearPending(timer);
        if (timer.Repeat == 0)
        {
            Stop(timer);
        }
        else if (timer.IsActive)
        {
            timer.At = AddSaturating(_now, timer.Repeat);
            _timers.Update(timer);
        }
        else
        {
            Start(timer, timer.Repeat, timer.Repeat);
        }
    }

    /// <summary>Neither end overflows when the time, which is not negative either, is later subtracted.</summary>
    internal static long AddSaturating(long time, long span)
    {
        long sum = unchecked(time + span);
        return span >= 0 ? (sum < time ? long.MaxValue : sum) : Math.Max(sum, 0);
    }

    private void ReifyTimers()
    {
        int due = 0;
        while (_timers.Count != 0 && _timers.EarliestAt < _now)
        {
            TimerWatcher timer = _timers.Earliest;
            if (timer.Repeat != 0)
            {
                // Not before now, or a late loop would make up for every interval it missed; and now is not past, so it is once an
                // iteration.
                timer.At = Math.Max(AddSaturating(timer.At, timer.Repeat), _now);
                _timers.Update(timer);
            }
            else
            {
                Stop(timer);
            }
            if (due == _dueTimers.Length)
            {
                Array.Resize(ref _dueTimers, due * 2);
            }
            _dueTimers[due++] = timer;
        }
        // What is fed last runs first: that is to be the timer that was due first.
        while (due > 0)
        {
            due--;
            Feed(_dueTimers[due]!, IoEvents.Timer);
            _dueTimers[due] = null;
        }
    }
}
