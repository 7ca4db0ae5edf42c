namespace Shim.Loop;

/// <summary>Active watchers of one kind, in no order: each knows its place, so that leaving is a swap with the last.</summary>
internal struct WatcherSet
{
    private Watcher?[] _watchers = new Watcher?[4];

    public WatcherSet()
    {
    }

    public int Count { get; private set; }

    public readonly Watcher this[int index] => _watchers[index]!;

    public void Add(Watcher watcher)
    {
        if (Count == _watchers.Length)
        {
            Array.Resize(ref _watchers, Count * 2);
        }
        _watchers[Count++] = watcher;
        watcher.ActiveIndex = Count;
    }

    public void Remove(Watcher watcher)
    {
        int index = watcher.ActiveIndex - 1;
        Watcher last = _watchers[--Count]!;
        _watchers[index] = last;
        last.ActiveIndex = index + 1;
        _watchers[Count] = null;
        watcher.ActiveIndex = 0;
    }

    public readonly void Verify(int priorityIndex = -1)
    {
        for (int i = 0; i < Count; i++)
        {
            Watcher watcher = _watchers[i]!;
            EventLoop.Check(watcher.ActiveIndex == i + 1, "an active watcher does not know its place");
            EventLoop.Check(priorityIndex < 0 || watcher.PriorityIndex == priorityIndex, "an idle watcher is listed at another's priority");
        }
    }
}
