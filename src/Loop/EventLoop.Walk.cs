namespace Shim.Loop;

/// <content>Looking at all watchers.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// The watchers of the given kinds that are active, and those that are pending without being active (libev: <c>ev_walk</c>). It is a
    /// list of its own, so that anything may be done with its watchers. Takes time proportional to all watchers; for looking into a
    /// loop, not for its daily work. Only the thread that has the loop.
    /// </summary>
    public IReadOnlyList<Watcher> Walk(WatcherKinds kinds = WatcherKinds.All)
    {
        List<Watcher> found = [];
        foreach (Watcher watcher in ActiveWatchers())
        {
            if ((watcher.Kind & kinds) != 0 && !watcher.IsHidden)
            {
                found.Add(watcher);
            }
        }
        foreach (PendingQueue queue in _pending)
        {
            for (int i = 0; i < queue.Count; i++)
            {
                if (queue[i] is { IsActive: false, IsHidden: false } watcher && (watcher.Kind & kinds) != 0)
                {
                    found.Add(watcher);
                }
            }
        }
        return found;
    }

    /// <summary>All of them, hidden ones included.</summary>
    private IEnumerable<Watcher> ActiveWatchers()
    {
        foreach (FdEntry entry in _fds)
        {
            for (IoWatcher? watcher = entry.Head; watcher is not null; watcher = watcher.Next)
            {
                yield return watcher;
            }
        }
        for (int i = 0; i < _timers.Count; i++)
        {
            yield return _timers[i];
        }
        for (int i = 0; i < _periodics.Count; i++)
        {
            yield return (Watcher)_periodics[i].Data!;
        }
        IEnumerable<WatcherSet> sets =
            [.. _idles, _prepares, _checks, _asyncs, _children, _stats, _embeds, _forks, _cleanups, .. SignalSlot.WatchersOf(this)];
        foreach (WatcherSet set in sets)
        {
            for (int i = 0; i < set.Count; i++)
            {
                yield return set[i];
            }
        }
    }
}
