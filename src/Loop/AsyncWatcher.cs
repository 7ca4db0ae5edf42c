namespace Shim.Loop;

/// <summary>
/// Runs its callback in the loop after any thread has called <see cref="Send"/>, the one entry to the loop that is safe from any thread
/// at
/// any time. Sends that come before the callback has run are one.
/// </summary>
public sealed class AsyncWatcher : Watcher
{
    private readonly Action<AsyncWatcher> _callback;
    private int _sent;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public AsyncWatcher(EventLoop loop, Action<AsyncWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Async;

    /// <summary>
    /// Whether it was sent and the loop has not noticed yet (libev: <c>ev_async_pending</c>); not the same as
    /// <see cref="Watcher.IsPending"/>, which it becomes when the loop does. Callable from any thread.
    /// </summary>
    public bool IsSent => Volatile.Read(ref _sent) != 0;

    /// <summary>Makes it active, and forgets what was sent while it was not. Does nothing if it is active.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    /// <summary>
    /// Has the callback run. What this thread wrote before is visible to it. Callable from any thread, at any time, also inside callbacks
    /// and after the loop was disposed (nothing happens then). Costs a system call only when the loop waits in the kernel.
    /// </summary>
    public void Send()
    {
        // The exchange is a full fence. It orders what the caller wrote before the flag, and the flag before the look at the loop's
        // state.
        Interlocked.Exchange(ref _sent, 1);
        Loop.WakeUp();
    }

    internal bool TakeSent() => Volatile.Read(ref _sent) != 0 && Interlocked.Exchange(ref _sent, 0) != 0;

    internal override void Invoke(IoEvents events) => _callback(this);
}
