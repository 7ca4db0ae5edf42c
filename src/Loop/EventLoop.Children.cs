using Shim.Loop.Interop;

namespace Shim.Loop;

/// <content>Children, and what watchers that work through other watchers have in common.</content>
public sealed partial class EventLoop
{
    private WatcherSet _children = new();

    internal void Start(ChildWatcher watcher)
    {
        ThrowIfDisposed();
        if (watcher.IsActive)
        {
            return;
        }
        bool exists = watcher.TryOpen();
        Start(ref _children, watcher);
        if (!exists)
        {
            Feed(watcher, IoEvents.Child);
        }
    }

    internal void Stop(ChildWatcher watcher)
    {
        watcher.Close();
        Stop(ref _children, watcher);
    }

    /// <summary>Has a child watcher's callback run: it has ended.</summary>
    internal void FeedChild(ChildWatcher watcher) => Feed(watcher, IoEvents.Child);

    /// <summary>Starts a watcher that works for another one, which counts in its place.</summary>
    internal void StartHidden(IoWatcher watcher)
    {
        if (!watcher.IsActive)
        {
            watcher.Start();
            _activeCount--;
        }
    }

    /// <inheritdoc cref="StartHidden(IoWatcher)"/>
    /// <remarks>It has to repeat: one that fires once is stopped by the loop, as one that counts.</remarks>
    internal void StartHidden(TimerWatcher watcher, long after, long repeat)
    {
        if (!watcher.IsActive)
        {
            watcher.Start(after, repeat);
            _activeCount--;
        }
    }

    /// <inheritdoc cref="StartHidden(IoWatcher)"/>
    internal void StartHidden(PrepareWatcher watcher)
    {
        if (!watcher.IsActive)
        {
            watcher.Start();
            _activeCount--;
        }
    }

    /// <summary>Stops a watcher that works for another one.</summary>
    internal void StopHidden(Watcher watcher)
    {
        if (watcher.IsActive)
        {
            _activeCount++;
        }
        watcher.Stop();
    }

    private void CloseChildren()
    {
        for (int i = 0; i < _children.Count; i++)
        {
            ((ChildWatcher)_children[i]).Close();
        }
    }
}
