using Shim.Loop.Interop;

namespace Shim.Loop;

/// <content>Watchers of paths.</content>
public sealed partial class EventLoop
{
    private WatcherSet _stats = new();
    private Inotify? _inotify;

    /// <summary>Whether stat watchers that are started from now on use inotify; true by default. Without it (libev:
    /// <c>EVFLAG_NOINOTIFY</c>) they use no descriptor, and notice changes when they next look. Only the thread that has the loop.</summary>
    public bool UsesInotify { get; set; } = true;

    internal void Start(StatWatcher watcher)
    {
        if (!Start(ref _stats, watcher))
        {
            return;
        }
        if (UsesInotify && _inotify is null && Inotify.TryOpen() is { } handle)
        {
            _inotify = new Inotify(this, handle);
        }
        // Told to inotify before it looks, so that no change falls between.
        if (UsesInotify)
        {
            _inotify?.Add(watcher);
        }
        watcher.Begin();
    }

    internal void Stop(StatWatcher watcher)
    {
        if (Stop(ref _stats, watcher))
        {
            watcher.End();
            _inotify?.Remove(watcher);
        }
    }

    /// <summary>Has a stat watcher's callback run.</summary>
    internal void FeedStat(StatWatcher watcher)
    {
        Feed(watcher, IoEvents.Stat);
        if (watcher.WatchDescriptor >= 0)
        {
            // The file that now has the name may not be the one that inotify knows; and what changed before it did is seen now.
            _inotify?.Renew(watcher);
            watcher.Refresh();
        }
    }
}
