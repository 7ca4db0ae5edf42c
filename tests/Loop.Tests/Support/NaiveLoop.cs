namespace Shim.Loop.Tests.Support;

/// <summary>
/// What an iteration means, written down as plainly as can be: lists that are searched and sorted, nothing cached, nothing put off.
/// Polls do not wait,
/// and there are no errors and no nesting.
/// </summary>
internal sealed class NaiveLoop(Action<NaiveWatcher> callback)
{
    private readonly List<NaiveWatcher> _pending = [];
    private readonly Dictionary<(NaiveKind Kind, int Group), List<NaiveWatcher>> _active = [];

    public long Now { get; set; }

    public HashSet<int> ReadyFds { get; } = [];

    public bool IsPending(NaiveWatcher watcher) => _pending.Any(p => ReferenceEquals(p, watcher));

    public void Start(NaiveWatcher watcher, long after, long repeat)
    {
        if (watcher.IsActive)
        {
            return;
        }
        watcher.IsActive = true;
        watcher.At = Now + after;
        watcher.Repeat = repeat;
        // The watchers of a descriptor hear of it last started first, and are then called in the opposite order.
        List<NaiveWatcher> list = ListOf(watcher);
        list.Insert(watcher.Kind == NaiveKind.Io ? 0 : list.Count, watcher);
    }

    public void Stop(NaiveWatcher watcher)
    {
        Clear(watcher);
        if (!watcher.IsActive)
        {
            return;
        }
        watcher.IsActive = false;
        List<NaiveWatcher> list = ListOf(watcher);
        int index = list.FindIndex(w => ReferenceEquals(w, watcher));
        if (watcher.Kind is not NaiveKind.Io)
        {
            // No order of hooks is promised once one has stopped, but to predict it, it has to be known: the last takes the free place.
            list[index] = list[^1];
            index = list.Count - 1;
        }
        list.RemoveAt(index);
    }

    public void Feed(NaiveWatcher watcher)
    {
        if (!IsPending(watcher))
        {
            _pending.Add(watcher);
        }
    }

    public void Clear(NaiveWatcher watcher) => _pending.RemoveAll(p => ReferenceEquals(p, watcher));

    public void Iterate(long elapsed)
    {
        Invoke();
        Active(NaiveKind.Prepare).ForEach(Feed);
        Invoke();
        Now += elapsed;
        foreach (int fd in ReadyFds.Order())
        {
            Active(NaiveKind.Io, fd).ForEach(Feed);
        }
        List<NaiveWatcher> due = [.. Active(NaiveKind.Timer).Where(t => t.At < Now).OrderByDescending(t => t.At)];
        foreach (NaiveWatcher timer in due)
        {
            if (timer.Repeat != 0)
            {
                timer.At = Math.Max(timer.At + timer.Repeat, Now);
            }
            else
            {
                Stop(timer);
            }
        }
        due.ForEach(Feed);
        for (int priority = EventLoop.MaxPriority; priority >= EventLoop.MinPriority && _pending.All(p => p.Priority != priority); priority--)
        {
            if (Active(NaiveKind.Idle, priority).Count != 0)
            {
                Active(NaiveKind.Idle, priority).ForEach(Feed);
                break;
            }
        }
        Active(NaiveKind.Check).ForEach(Feed);
        Invoke();
    }

    private List<NaiveWatcher> ListOf(NaiveWatcher watcher) => watcher.Kind switch
    {
        NaiveKind.Io => Active(NaiveKind.Io, watcher.Fd),
        NaiveKind.Idle => Active(NaiveKind.Idle, watcher.Priority),
        _ => Active(watcher.Kind),
    };

    private List<NaiveWatcher> Active(NaiveKind kind, int group = 0) =>
        _active.TryGetValue((kind, group), out List<NaiveWatcher>? list) ? list : _active[(kind, group)] = [];

    private void Invoke()
    {
        while (_pending.Count != 0)
        {
            int priority = _pending.Max(p => p.Priority);
            NaiveWatcher next = _pending.Last(p => p.Priority == priority);
            Clear(next);
            callback(next);
        }
    }
}
