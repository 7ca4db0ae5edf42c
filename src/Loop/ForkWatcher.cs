namespace Shim.Loop;

/// <summary>
/// Runs its callback in a child process, once the loop has been told of the fork (<see cref="EventLoop.NotifyFork"/>): before the next
/// iteration's prepare watchers. Only the thread that has the loop may touch it.
/// </summary>
public sealed class ForkWatcher : Watcher
{
    private readonly Action<ForkWatcher> _callback;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    public ForkWatcher(EventLoop loop, Action<ForkWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Fork;

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => _callback(this);
}
