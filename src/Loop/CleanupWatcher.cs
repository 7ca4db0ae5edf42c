namespace Shim.Loop;

/// <summary>
/// Runs its callback when the loop is disposed, to free what belongs to it. Unlike other watchers it does not keep the loop running.
/// In the callback no watcher can be started. Only the thread that has the loop may touch it.
/// </summary>
public sealed class CleanupWatcher : Watcher
{
    private readonly Action<CleanupWatcher> _callback;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public CleanupWatcher(EventLoop loop, Action<CleanupWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Cleanup;

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed or being disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => _callback(this);
}
