namespace Shim.Loop;

/// <content>
/// Signals. They are caught on a thread of the runtime, noted by number, and delivered by the loop in its own iteration, as often as
/// once for each number (libev: <c>ev_feed_signal</c>, <c>evpipe_write</c>).
/// </content>
public sealed partial class EventLoop
{
    /// <summary>Whether a signal was noted for this loop since it last looked.</summary>
    private int _isSignalCaught;

    /// <summary>Acts as if the process had got the signal (libev: <c>ev_feed_signal</c>): the loop that watches it will deliver it. Nothing
    /// happens if none does. Callable from any thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    public static void FeedSignal(int signal) => SignalSlot.Of(signal).TryCatch();

    /// <summary>The runtime is about to call the handlers of a signal, the loop's among them: it need not wait for the others. Callable from any
    /// thread.</summary>
    internal static void CatchSignalAhead(int signal) => SignalSlot.Of(signal).CatchAhead();

    /// <summary>Has the callbacks of this loop's watchers of the signal run, without a detour through the wake-up (libev:
    /// <c>ev_feed_signal_event</c>). Nothing happens if it watches none. Only the thread that has the loop.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void FeedSignalEvent(int signal)
    {
        ThrowIfDisposed();
        SignalSlot slot = SignalSlot.Of(signal);
        if (slot.Loop == this)
        {
            FeedAll(in slot.Watchers, IoEvents.Signal);
        }
    }

    internal void Start(SignalWatcher watcher)
    {
        ThrowIfDisposed();
        if (watcher.IsActive)
        {
            return;
        }
        SignalSlot slot = SignalSlot.Of(watcher.Signal);
        slot.Claim(this);
        bool isStarted = false;
        try
        {
            // The claim may have waited: somebody else may have started it, or disposed the loop.
            isStarted = Start(ref slot.Watchers, watcher);
        }
        finally
        {
            if (!isStarted)
            {
                slot.Release(this);
            }
        }
    }

    internal void Stop(SignalWatcher watcher)
    {
        SignalSlot slot = SignalSlot.Of(watcher.Signal);
        // After Dispose the slot may be another loop's.
        if (Stop(ref slot.Watchers, watcher))
        {
            slot.Release(this);
        }
    }

    /// <summary>Has the runtime catch a signal for this loop, so that starting and stopping its watchers need not wait for the runtime. Callable from any thread.</summary>
    /// <exception cref="InvalidOperationException">Another loop watches it.</exception>
    /// <exception cref="IOException">The signal cannot be caught.</exception>
    internal void ClaimSignal(int signal) => SignalSlot.Of(signal).Claim(this);

    /// <summary>Ends that. Callable from any thread.</summary>
    internal void ReleaseSignal(int signal) => SignalSlot.Of(signal).Release(this);

    /// <summary>A signal was noted. Called by any thread, after a full fence.</summary>
    internal void NoteSignal()
    {
        Volatile.Write(ref _isSignalCaught, 1);
        // A fence between this flag and the look at the loop's state, as in AsyncWatcher.Send.
        Interlocked.MemoryBarrier();
        WakeUp();
    }

    private void TakeSignals()
    {
        Interlocked.Exchange(ref _isSignalCaught, 0);
        for (int signal = 1; signal <= SignalSlot.MaxSignal; signal++)
        {
            SignalSlot slot = SignalSlot.Of(signal);
            if (slot.TakeCaught(this))
            {
                FeedAll(in slot.Watchers, IoEvents.Signal);
            }
        }
    }

    /// <summary>A disposed loop must not go on suppressing what signals do. Its watchers are inactive then.</summary>
    private void ReleaseSignals()
    {
        for (int signal = 1; signal <= SignalSlot.MaxSignal; signal++)
        {
            SignalSlot slot = SignalSlot.Of(signal);
            while (slot.Loop == this && slot.Watchers.Count != 0)
            {
                slot.Watchers[slot.Watchers.Count - 1].Stop();
            }
            slot.ReleaseAll(this);
        }
    }
}
