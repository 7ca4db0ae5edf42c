namespace Shim.Loop;

/// <summary>
/// Runs its callback in each iteration in which nothing of the same or a higher priority is pending. As long as one is active the
/// loop does not wait when it polls.
/// </summary>
public sealed class IdleWatcher : Watcher
{
    private readonly Action<IdleWatcher> _callback;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public IdleWatcher(EventLoop loop, Action<IdleWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Idle;

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => _callback(this);
}
