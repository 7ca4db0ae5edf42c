namespace Shim.Loop;

/// <summary>
/// Runs its callback just after the loop polled, before the other callbacks of its priority: check watchers are queued last, and a
/// priority is served last in, first out. Give it the highest priority to be before all others.
/// </summary>
public sealed class CheckWatcher : Watcher
{
    private readonly Action<CheckWatcher> _callback;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public CheckWatcher(EventLoop loop, Action<CheckWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Check;

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => EventLoop.CallHook(this, _callback);
}
