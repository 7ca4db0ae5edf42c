namespace Shim.Loop;

/// <content>
/// Being driven by another loop, a GUI's or a game's. That one calls <see cref="PrepareWait"/>, waits for <see cref="BackendDescriptor"/>
/// to be readable but no longer than it was told, and then calls <see cref="Run"/> with <see cref="RunMode.NoWait"/>.
/// </content>
public sealed partial class EventLoop
{
    private bool _isPreparing;

    /// <summary>
    /// A descriptor that is readable while the loop has descriptors that are ready, or was woken by another thread; -1 if the backend has
    /// none. It is to be polled only, never read or closed. Another one takes its place when <see cref="BackendGeneration"/> changes.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public int BackendDescriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _backend.Descriptor;
        }
    }

    /// <summary>How often the backend had to start again. When it has, <see cref="BackendDescriptor"/> is another file, even if it has the
    /// same number.</summary>
    public int BackendGeneration { get; private set; }

    /// <summary>How long the next poll may wait, in nanoseconds from now: until a timer or periodic is due, a minute at most, and 0 if
    /// anything is to be done at once. Only the thread that has the loop.</summary>
    public long NextTimeout => _noWaitRequested || HasWork ? 0 : UntilDue(_clock.Now);

    /// <summary>Something that the next iteration has to do without waiting. Pending events are rare when the poll comes: descriptors
    /// that the backend refused a moment ago, or what an <see cref="InvokePendingHook"/> has left.</summary>
    private bool HasWork => _idleCount != 0 || PendingCount != 0 || _isForkNoted;

    /// <summary>
    /// Makes ready for somebody else to wait in place of <see cref="Run"/>: the prepare watchers run (once more, as what ran since may have changed
    /// what they prepared), the kernel is told what changed for descriptors, and from now on a wake-up by another thread makes
    /// <see cref="BackendDescriptor"/> readable; all this for embedded loops, too. Call it each time, last thing before the wait. Only the thread
    /// that has the loop.
    /// </summary>
    /// <returns>How long that wait may take, in nanoseconds; 0: it must not wait. A minute at most, also when nothing is active.</returns>
    /// <exception cref="InvalidOperationException">Another thread is polling this loop, or it is suspended.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public long PrepareWait()
    {
        ThrowIfDisposed();
        ThrowIfPolling();
        ThrowIfSuspended();
        if (_isForkNoted)
        {
            return 0; // Fork watchers come before prepare watchers.
        }
        bool isBroken = (_prepares.Count | _embeds.Count) != 0 && !_isPreparing && PrepareBreaks();
        ReifyFds();
        UpdateNow();
        long wait = isBroken || _backend.HasHiddenEvents ? 0 : NextTimeout;
        return wait != 0 && TryAnnounceBlocking() ? wait : 0;
    }

    /// <summary>Prepares as an iteration does.</summary>
    /// <returns>Whether a callback wants no poll.</returns>
    private bool PrepareBreaks()
    {
        // A prepare callback that asks how long would come here again and again.
        _isPreparing = true;
        try
        {
            if (Depth == 0)
            {
                _break = BreakMode.Cancel; // The last run's.
            }
            if (_prepares.Count != 0)
            {
                FeedAll(in _prepares, IoEvents.Prepare);
                DeliverPending();
            }
            PrepareEmbeds();
            return _break != BreakMode.Cancel;
        }
        finally
        {
            _isPreparing = false;
        }
    }
}
