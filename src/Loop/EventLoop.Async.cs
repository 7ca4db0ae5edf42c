namespace Shim.Loop;

/// <content>
/// Wake-ups from other threads. libev does this with two flags and fences (<c>pipe_write_wanted</c>, <c>pipe_write_skipped</c>); here it
/// is
/// one word, changed by locked instructions only.
/// <code>
///   Awake     -> Signalled   WakeUp
///   Awake     -> Blocking    TryAnnounceBlocking: the poll may wait
///   Blocking  -> Signalled   WakeUp, which then writes to the eventfd
///   Blocking  -> Awake       EndBlocking
///   Signalled -> Awake       EndBlocking, which then looks who was sent; before that, TryAnnounceBlocking fails: the poll must not wait
/// </code>
/// No wake-up is lost: a sender sets its watcher's flag before it looks at the word, the loop changes the word before it looks at the
/// flags.
/// So the sender either comes before the loop's change, and the loop finds its flag; or after it, and leaves the word Signalled, which
/// the loop
/// cannot miss: it does not wait then, or the eventfd ends its wait. What a sender can suffer is that another one, which made the word
/// Signalled, is preempted before it writes: the loop then wakes only when that one runs on. (libev has the same gap.)
/// </content>
public sealed partial class EventLoop
{
    private const int Awake = 0;
    private const int Blocking = 1;
    private const int Signalled = 2;

    private WatcherSet _asyncs = new();
    private int _wakeState;

    internal void Start(AsyncWatcher watcher)
    {
        if (!watcher.IsActive)
        {
            watcher.TakeSent();
        }
        Start(ref _asyncs, watcher);
    }

    internal void Stop(AsyncWatcher watcher) => Stop(ref _asyncs, watcher);

    /// <summary>Makes the loop look which async watchers were sent, soon. Callable from any thread, after a full fence.</summary>
    internal void WakeUp()
    {
        if (Volatile.Read(ref _wakeState) != Signalled && Interlocked.Exchange(ref _wakeState, Signalled) == Blocking)
        {
            _backend.Wake();
        }
    }

    /// <summary>Whether a wake-up has come since the last poll, for which the loop has yet to come round. Callable from any thread; a snapshot.</summary>
    internal bool IsWoken => Volatile.Read(ref _wakeState) == Signalled;

    /// <returns>False when a wake-up came while the loop was awake: the poll must not wait.</returns>
    private bool TryAnnounceBlocking() => Interlocked.CompareExchange(ref _wakeState, Blocking, Awake) != Signalled;

    private void EndBlocking()
    {
        // A poll that did not wait finds it Awake as a rule, and pays for no locked instruction.
        if (Volatile.Read(ref _wakeState) == Awake || Interlocked.Exchange(ref _wakeState, Awake) != Signalled)
        {
            return;
        }
        for (int i = 0; i < _asyncs.Count; i++)
        {
            if (((AsyncWatcher)_asyncs[i]).TakeSent())
            {
                Feed(_asyncs[i], IoEvents.Async);
            }
        }
        if (Volatile.Read(ref _isSignalCaught) != 0)
        {
            TakeSignals();
        }
    }
}
