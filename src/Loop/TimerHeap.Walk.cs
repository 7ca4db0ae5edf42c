namespace Shim.Loop;

/// <content>What concerns all timers at once.</content>
internal partial struct TimerHeap
{
    /// <summary>The active timers, in the order of the heap: only the first is in its place by time.</summary>
    public readonly TimerWatcher this[int index] => _nodes[index].Timer!;

    /// <summary>Moves all timers by the same span, which leaves their order as it is (libev: <c>timers_reschedule</c>).</summary>
    public readonly void Shift(long span)
    {
        for (int i = 0; i < Count; i++)
        {
            TimerWatcher timer = _nodes[i].Timer!;
            timer.At = EventLoop.AddSaturating(timer.At, span);
            _nodes[i] = new Node(timer.At, timer);
        }
    }
}
