namespace Shim.Loop;

/// <content>
/// Wake-ups from other threads. libev does this with two flags and fences (<c>pipe_write_wanted</c>, <c>pipe_write_skipped</c>); here it is one word,
/// changed by exchange only.
/// <code>
///            WakeUp                      WakeUp: writes to the eventfd
///   Awake ------------> Signalled &lt;----------------------- Blocking
///     ^ ^                 |   |                              |  ^
///     | +-----------------+   | poll does not wait           |  |
///     |   EndBlocking:        | while it is Signalled        |  |
///     |   looks who was sent                                 |  |
///     +------------------------------------------------------+  |
///     |                 EndBlocking: nobody was sent            |
///     +---------------------------------------------------------+
///                       TryAnnounceBlocking
/// </code>
/// No wake-up is lost: a sender sets its watcher's flag before it exchanges the word, the loop exchanges the word before it looks at the flags.
/// Either the sender's exchange comes first, then the loop finds the flag; or it finds the word Awake or Blocking and leaves it Signalled, which the
/// loop cannot miss: it does not wait then, or the eventfd ends its wait. One thing a sender can suffer is that another one, which
/// made the word Signalled, is preempted before its write; the loop then wakes when that one runs on.
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
    }
}
