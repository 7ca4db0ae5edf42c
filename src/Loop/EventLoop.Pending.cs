namespace Shim.Loop;

/// <content>Events that were found and wait for delivery.</content>
public sealed partial class EventLoop
{
    private readonly PendingQueue[] _pending = new PendingQueue[PriorityCount];

    /// <summary>Where <see cref="InvokePending"/> looks next. A field, not a local: feeding raises it, so that a more important event
    /// which
    /// a callback causes comes before the rest, and nested calls share it.</summary>
    private int _pendingPriority;

    /// <summary>How many events wait for delivery, counting those that were cancelled but not passed over yet.</summary>
    public int PendingCount
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _pending.Length; i++)
            {
                count += _pending[i].Count;
            }

            return count;
        }
    }

    /// <summary>
    /// Has the watcher's callback run as if <paramref name="events"/> had happened (libev: <c>ev_feed_event</c>). It need not be active.
    /// If it is pending
    /// already, the events are added to those, and the callback runs once.
    /// </summary>
    /// <exception cref="ArgumentException">The watcher belongs to another loop.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void FeedEvent(Watcher watcher, IoEvents events)
    {
        ThrowIfForeign(watcher);
        ThrowIfDisposed();
        Feed(watcher, events);
    }

    /// <summary>Calls the watcher's callback right now (libev: <c>ev_invoke</c>). It need be neither active nor pending, and stays as it
    /// is.</summary>
    /// <exception cref="ArgumentException">The watcher belongs to another loop.</exception>
    public void Invoke(Watcher watcher, IoEvents events)
    {
        ThrowIfForeign(watcher);
        watcher.Invoke(events);
    }

    /// <summary>Runs the callbacks of all pending watchers (libev: <c>ev_invoke_pending</c>). <see cref="Run"/> does so itself.</summary>
    /// <exception cref="InvalidOperationException">Another thread is polling this loop.</exception>
    public void InvokePending()
    {
        ThrowIfPolling();
        _pendingPriority = PriorityCount;
        do
        {
            _pendingPriority--;
            // Indexed anew each time: the callback may have raised the priority.
            while (_pending[_pendingPriority].Count != 0)
            {
                _pending[_pendingPriority].Pop(out IoEvents events)?.Invoke(events);
            }
        }
        while (_pendingPriority != 0);
    }

    internal IoEvents ClearPending(Watcher watcher) =>
        watcher.PendingIndex == 0 ? IoEvents.None : _pending[watcher.PriorityIndex].Cancel(watcher);

    private void Feed(Watcher watcher, IoEvents events)
    {
        _pending[watcher.PriorityIndex].Add(watcher, events);
        _pendingPriority = PriorityCount - 1;
    }

    /// <summary>What <see cref="Run"/> does with pending events.</summary>
    private void DeliverPending()
    {
        if (InvokePendingHook is null)
        {
            InvokePending();
        }
        else
        {
            InvokePendingHook(this);
        }
    }

    private void ThrowIfForeign(Watcher watcher)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        if (watcher.Loop != this)
        {
            throw new ArgumentException("The watcher belongs to another loop.", nameof(watcher));
        }
    }

    private void FeedAll(in WatcherSet watchers, IoEvents events)
    {
        for (int i = 0; i < watchers.Count; i++)
        {
            Feed(watchers[i], events);
        }
    }
}
