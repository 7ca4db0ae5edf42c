namespace Shim.Loop;

/// <content>
/// Io watchers. Starting and stopping only notes that something changed for the descriptor; once an iteration, before the poll,
/// the changes are added up and the backend hears of what is left of them (libev: <c>fd_change</c>, <c>fd_reify</c>).
/// </content>
public sealed partial class EventLoop
{
    private FdEntry[] _fds = new FdEntry[64];
    private int[] _changedFds = new int[16];
    private int _changedCount;
    private bool _mustRecreate;

    [Flags]
    private enum FdChange : byte
    {
        None = 0,

        /// <summary>The watchers of the descriptor changed; it is in the list of changed ones.</summary>
        Watchers = 1,

        /// <summary>Besides, the number may stand for another file: the backend must hear of it in any case.</summary>
        File = 2,
    }

    /// <summary>
    /// Has the callbacks of all active watchers of the descriptor run that wait for any of <paramref name="events"/> (libev:
    /// <c>ev_feed_fd_event</c>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The descriptor is negative.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void FeedFdEvent(int fd, IoEvents events)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(fd);
        if ((uint)fd < (uint)_fds.Length)
        {
            FeedFd(fd, events);
        }
    }

    void IPollSink.Ready(int fd, IoEvents events)
    {
        if ((uint)fd >= (uint)_fds.Length)
        {
            return;
        }
        // A change that the backend has not heard of makes its events out of date.
        bool isCurrent = _fds[fd].Change == FdChange.None;
        if ((events & IoEvents.Error) != 0)
        {
            // It may have forgotten the descriptor, so that it must hear of it even if in the end nothing has changed, as when a watcher is started
            // again in its error callback.
            NoteChange(fd, FdChange.Watchers | FdChange.File);
            if (isCurrent)
            {
                KillFd(fd);
            }
        }
        else if (isCurrent)
        {
            FeedFd(fd, events);
        }
    }

    internal void Start(IoWatcher watcher)
    {
        ThrowIfDisposed();
        if (watcher.IsActive)
        {
            return;
        }
        int fd = watcher.Fd;
        if (fd >= _fds.Length)
        {
            GrowFds(fd);
        }
        watcher.ActiveIndex = 1;
        _activeCount++;
        watcher.Next = _fds[fd].Head;
        _fds[fd].Head = watcher;
        NoteChange(fd, watcher.IsNewFd ? FdChange.Watchers | FdChange.File : FdChange.Watchers);
        watcher.IsNewFd = false;
    }

    internal void Stop(IoWatcher watcher)
    {
        ClearPending(watcher);
        if (!watcher.IsActive)
        {
            return;
        }
        ref IoWatcher? link = ref _fds[watcher.Fd].Head;
        while (link != watcher)
        {
            link = ref link!.Next;
        }
        link = watcher.Next;
        watcher.Next = null;
        watcher.ActiveIndex = 0;
        _activeCount--;
        NoteChange(watcher.Fd, FdChange.Watchers);
    }

    private void NoteChange(int fd, FdChange change)
    {
        ref FdEntry entry = ref _fds[fd];
        bool isListed = entry.Change != FdChange.None;
        entry.Change |= change;
        if (isListed)
        {
            return;
        }
        if (_changedCount == _changedFds.Length)
        {
            Array.Resize(ref _changedFds, _changedCount * 2);
        }
        _changedFds[_changedCount++] = fd;
    }

    private void FeedFd(int fd, IoEvents events)
    {
        for (IoWatcher? watcher = _fds[fd].Head; watcher is not null; watcher = watcher.Next)
        {
            IoEvents ready = watcher.Events & events;
            if (ready != IoEvents.None)
            {
                Feed(watcher, watcher.AsksIfSound ? ready | (events & IoWatcher.Sound) : ready);
            }
        }
    }

    private void ReifyFds()
    {
        if (_mustRecreate)
        {
            _backend.Recreate();
            BackendGeneration++;
            RearmFds();
            _mustRecreate = false;
        }
        // Killing a descriptor is a change of its own, which is left for the next time.
        int count = _changedCount;
        for (int i = 0; i < count; i++)
        {
            ReifyFd(_changedFds[i]);
        }
        int left = _changedCount - count;
        if (left != 0)
        {
            Array.Copy(_changedFds, count, _changedFds, 0, left);
        }
        _changedCount = left;
    }

    private void ReifyFd(int fd)
    {
        ref FdEntry entry = ref _fds[fd];
        IoEvents oldEvents = entry.Events;
        IoEvents newEvents = IoEvents.None;
        for (IoWatcher? watcher = entry.Head; watcher is not null; watcher = watcher.Next)
        {
            newEvents |= watcher.Events;
        }
        bool mayBeNewFile = (entry.Change & FdChange.File) != 0;
        entry.Events = newEvents;
        entry.Change = FdChange.None;
        if ((newEvents != oldEvents || mayBeNewFile) && _backend.Modify(fd, oldEvents, newEvents, mayBeNewFile) < 0)
        {
            // So that a watcher which is started again in its error callback counts as a change.
            entry.Events = IoEvents.None;
            KillFd(fd);
        }
    }

    /// <summary>Stops all watchers of a descriptor that cannot be watched, and tells them (libev: <c>fd_kill</c>).</summary>
    private void KillFd(int fd)
    {
        while (_fds[fd].Head is { } watcher)
        {
            Stop(watcher);
            _activeCount += watcher.IsHidden ? 1 : 0;
            Feed(watcher, IoEvents.Error | IoEvents.Read | IoEvents.Write);
        }
    }

    /// <summary>The backend is empty and must hear of everything again (libev: <c>fd_rearm_all</c>).</summary>
    private void RearmFds()
    {
        for (int fd = 0; fd < _fds.Length; fd++)
        {
            if (_fds[fd].Events != IoEvents.None)
            {
                _fds[fd].Events = IoEvents.None;
                NoteChange(fd, FdChange.Watchers | FdChange.File);
            }
        }
    }

    private void GrowFds(int fd)
    {
        Array.Resize(ref _fds, (int)Math.Min(Math.Max(2L * _fds.Length, fd + 1L), Array.MaxLength));
    }

    private struct FdEntry
    {
        public IoWatcher? Head;

        /// <summary>What the backend was asked for.</summary>
        public IoEvents Events;

        public FdChange Change;
    }
}
