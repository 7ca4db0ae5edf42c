namespace Shim.Loop;

/// <content>Children.</content>
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

    private void CloseChildren()
    {
        for (int i = 0; i < _children.Count; i++)
        {
            ((ChildWatcher)_children[i]).Close();
        }
    }
}
