namespace Shim.Loop.Tests.Support;

/// <summary>
/// What an iteration means, written down as plainly as can be: lists that are searched and sorted, nothing cached, nothing put off.
/// Polls do not wait, and there are no errors and no nesting.
/// </summary>
internal sealed class NaiveLoop(Action<NaiveWatcher> callback)
{
    private readonly List<NaiveWatcher> _pending = [];
    private readonly Dictionary<(NaiveKind Kind, int Group), List<NaiveWatcher>> _active = [];

    private bool _isForked;
    private bool _isWallKnown;
    private long _wallKnownAt;

    public long Now { get; set; }

    /// <summary>How far the clock on the wall is ahead: to change it is to set that clock.</summary>
    public long RealWallOffset { get; set; }

    /// <summary>What the loop believes it to be.</summary>
    public long WallOffset { get; private set; }

    public long WallNow => Now + WallOffset;

    public HashSet<int> ReadyFds { get; } = [];

    public bool IsPending(NaiveWatcher watcher) => _pending.Any(p => ReferenceEquals(p, watcher));

    public void Start(NaiveWatcher watcher, long after, long repeat)
    {
        if (watcher.IsActive)
        {
            return;
        }
        if (watcher.Kind == NaiveKind.Periodic)
        {
            _isWallKnown &= Active(NaiveKind.Periodic).Count != 0;
            LookAtTheWall();
            watcher.At = Next(watcher);
        }
        else
        {
            watcher.At = Now + after;
        }
        watcher.IsActive = true;
        watcher.Repeat = repeat;
        watcher.IsSent = false;
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

    public void Again(NaiveWatcher timer)
    {
        Clear(timer);
        if (timer.Repeat == 0)
        {
            Stop(timer);
        }
        else if (timer.IsActive)
        {
            timer.At = Now + timer.Repeat;
        }
        else
        {
            Start(timer, timer.Repeat, timer.Repeat);
        }
    }

    public void Fork() => _isForked = true;

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
        if (_isForked)
        {
            _isForked = false;
            Active(NaiveKind.Fork).ForEach(Feed);
            Invoke();
        }
        Active(NaiveKind.Prepare).ForEach(Feed);
        Invoke();
        Now += elapsed;
        if (Active(NaiveKind.Periodic).Count != 0)
        {
            LookAtTheWall();
        }
        foreach (int fd in ReadyFds.Order())
        {
            Active(NaiveKind.Io, fd).ForEach(Feed);
        }
        foreach (NaiveWatcher async in Active(NaiveKind.Async).Where(a => a.IsSent))
        {
            async.IsSent = false;
            Feed(async);
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
        due = [.. Active(NaiveKind.Periodic).Where(p => p.At < WallNow).OrderByDescending(p => p.At)];
        foreach (NaiveWatcher periodic in due)
        {
            if (IsRegular(periodic))
            {
                periodic.At = Next(periodic);
            }
            else
            {
                Stop(periodic);
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

    private static bool IsRegular(NaiveWatcher periodic) => periodic.Interval != 0 || periodic.Step != 0;

    /// <summary>Twice a second at most; and if it has been set by a second or more, all regular periodics are worked out anew.</summary>
    private void LookAtTheWall()
    {
        if (_isWallKnown && Now - _wallKnownAt < 500_000_000)
        {
            return;
        }
        bool isJump = _isWallKnown && Math.Abs(RealWallOffset - WallOffset) >= 1_000_000_000;
        _isWallKnown = true;
        _wallKnownAt = Now;
        WallOffset = RealWallOffset;
        if (isJump)
        {
            Active(NaiveKind.Periodic).Where(IsRegular).ToList().ForEach(p => p.At = Next(p));
        }
    }

    private long Next(NaiveWatcher periodic)
    {
        if (periodic.Step != 0)
        {
            return WallNow + periodic.Step;
        }
        if (periodic.Interval == 0)
        {
            return periodic.Offset;
        }
        long at = periodic.Offset;
        while (at > WallNow)
        {
            at -= periodic.Interval;
        }
        while (at <= WallNow)
        {
            at += periodic.Interval;
        }
        return at;
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
