namespace Shim.Loop;

/// <summary>
/// Runs its callback just before the loop polls. Each iteration runs all prepare watchers, even when one of them breaks the loop and the
/// poll never comes.
/// One that is started by a prepare callback first runs in the next iteration.
/// </summary>
public sealed class PrepareWatcher : Watcher
{
    private readonly Action<PrepareWatcher> _callback;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public PrepareWatcher(EventLoop loop, Action<PrepareWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Prepare;

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => EventLoop.CallHook(this, _callback);
}
