namespace Shim.Loop;

/// <content>Prepare, check and idle watchers.</content>
public sealed partial class EventLoop
{
    private readonly WatcherSet[] _idles = new WatcherSet[PriorityCount];
    private WatcherSet _prepares = new();
    private WatcherSet _checks = new();
    private int _idleCount;

    internal void Start(PrepareWatcher watcher) => Start(ref _prepares, watcher);

    internal void Stop(PrepareWatcher watcher) => Stop(ref _prepares, watcher);

    internal void Start(CheckWatcher watcher) => Start(ref _checks, watcher);

    internal void Stop(CheckWatcher watcher) => Stop(ref _checks, watcher);

    internal void Start(IdleWatcher watcher)
    {
        if (Start(ref _idles[watcher.PriorityIndex], watcher))
        {
            _idleCount++;
        }
    }

    internal void Stop(IdleWatcher watcher)
    {
        if (Stop(ref _idles[watcher.PriorityIndex], watcher))
        {
            _idleCount--;
        }
    }

    /// <summary>Calls a prepare or check watcher's callback, which must not call <see cref="Run"/>: it would be called again without end.</summary>
    internal static void CallHook<TWatcher>(TWatcher watcher, Action<TWatcher> callback)
        where TWatcher : Watcher
    {
        watcher.CallbackThread = Environment.CurrentManagedThreadId;
        try
        {
            callback(watcher);
        }
        finally
        {
            watcher.CallbackThread = 0;
        }
    }

    private void ThrowIfInHook()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (IsInCallback(in _prepares, thread) || IsInCallback(in _checks, thread))
        {
            throw new InvalidOperationException("Run must not be called in a prepare or check callback.");
        }
    }

    // Each remembers its own: a callback may be suspended, and then another thread's call of Run is none of its business.
    private static bool IsInCallback(in WatcherSet watchers, int thread)
    {
        for (int i = 0; i < watchers.Count; i++)
        {
            if (watchers[i].CallbackThread == thread)
            {
                return true;
            }
        }
        return false;
    }

    private bool Start(ref WatcherSet set, Watcher watcher)
    {
        ThrowIfDisposed();
        if (watcher.IsActive)
        {
            return false;
        }
        set.Add(watcher);
        _activeCount++;
        return true;
    }

    private bool Stop(ref WatcherSet set, Watcher watcher)
    {
        ClearPending(watcher);
        if (!watcher.IsActive)
        {
            return false;
        }
        set.Remove(watcher);
        _activeCount--;
        return true;
    }

    /// <summary>Idle watchers of the highest priority that has any, unless something as important is pending (libev:
    /// <c>idle_reify</c>).</summary>
    private void ReifyIdles()
    {
        if (_idleCount == 0)
        {
            return;
        }
        for (int priority = PriorityCount - 1; priority >= 0 && _pending[priority].Count == 0; priority--)
        {
            if (_idles[priority].Count != 0)
            {
                FeedAll(in _idles[priority], IoEvents.Idle);
                break;
            }
        }
    }
}
