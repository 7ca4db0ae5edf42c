using System.Runtime.ExceptionServices;

namespace Shim.Loop;

/// <content>The end of a loop, and its second life after a fork.</content>
public sealed partial class EventLoop
{
    private WatcherSet _cleanups = new();
    private WatcherSet _forks = new();
    private bool _isForkNoted;

    /// <summary>
    /// To be called in the child after a fork, before the loop is used there (libev: <c>ev_loop_fork</c>). The next iteration runs the fork
    /// watchers, before anything else, and then asks a new backend for all that the old one was asked for. (A .NET process that has
    /// forked can do little but exec; but it is also the way to make a loop independent of an epoll set that somebody else has got hold of.)
    /// Only the thread that has the loop.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void NotifyFork()
    {
        ThrowIfDisposed();
        _isForkNoted = true;
        _mustRecreate = true;
    }

    /// <summary>
    /// Runs the cleanup watchers and closes the backend (libev: <c>ev_loop_destroy</c>). Other active watchers are not told; stopping them is
    /// still allowed, starting any is not. If there are cleanup watchers, events that are pending are delivered with theirs, else not. If
    /// callbacks throw, the first exception is thrown again when all is done. Only the thread that has the loop.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loop runs.</exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }
        if (Depth != 0)
        {
            throw new InvalidOperationException("The loop cannot be disposed while it runs; break it first.");
        }
        _isDisposed = true;
        ExceptionDispatchInfo? failure = RunCleanups();
        ReleaseSignals();
        CloseChildren();
        CloseJumpFd();
        _inotify?.Dispose();
        _backend.Dispose();
        failure?.Throw();
    }

    internal void Start(ForkWatcher watcher) => Start(ref _forks, watcher);

    internal void Stop(ForkWatcher watcher) => Stop(ref _forks, watcher);

    internal void Start(CleanupWatcher watcher)
    {
        if (Start(ref _cleanups, watcher))
        {
            // It waits for the end of the loop; the loop must not wait for it.
            _activeCount--;
        }
    }

    internal void Stop(CleanupWatcher watcher)
    {
        if (watcher.IsActive)
        {
            _activeCount++;
        }
        Stop(ref _cleanups, watcher);
    }

    private ExceptionDispatchInfo? RunCleanups()
    {
        if (_cleanups.Count == 0)
        {
            return null;
        }
        ExceptionDispatchInfo? failure = null;
        FeedAll(in _cleanups, IoEvents.Cleanup);
        do
        {
            try
            {
                InvokePending();
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }
        while (PendingCount != 0);
        return failure;
    }

    private void TellForkWatchers()
    {
        _isForkNoted = false;
        _inotify?.Recreate();
        for (int i = 0; i < _embeds.Count; i++)
        {
            // So were they; they come to it in an iteration of their own, which they are given at once as they must not be waited for until then. Not
            // here, as a callback of one that throws would leave the others untold for good. Nor must one that is disposed.
            EventLoop other = ((EmbedWatcher)_embeds[i]).Other;
            other._isForkNoted = true;
            other._mustRecreate = true;
        }
        FeedAll(in _forks, IoEvents.Fork);
        DeliverPending();
    }
}
