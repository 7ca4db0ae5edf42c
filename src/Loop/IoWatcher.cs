namespace Shim.Loop;

/// <summary>
/// Runs its callback while a descriptor is readable or writable (level-triggered). Any number of watchers may share a descriptor.
/// Readiness is a hint: the descriptor should be non-blocking, as another reader may have been faster.
/// Stop all watchers of a descriptor before you close it; a watcher that is to watch whatever got the number next must be given it by
/// <see cref="Set"/>, even though it is the same number.
/// </summary>
public sealed class IoWatcher : Watcher
{
    private readonly Action<IoWatcher, IoEvents> _callback;

    /// <summary>Among the events of a callback: the kernel reported no error and no hang-up with them. Only from backends that look, and to those who ask.</summary>
    internal const IoEvents Sound = (IoEvents)0x80;

    /// <summary>Whether the callback is told of <see cref="Sound"/>.</summary>
    internal bool AsksIfSound;

    /// <summary>The next watcher of the same descriptor.</summary>
    internal IoWatcher? Next;

    /// <summary>Set by <see cref="Set"/>, until the next start: the number may stand for another file now, which the kernel has to be
    /// asked even if it would be for the same events as before (libev: <c>EV__IOFDSET</c>).</summary>
    internal bool IsNewFd;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="fd">A descriptor.</param>
    /// <param name="events">Read, Write, both or None.</param>
    /// <param name="callback">Called by the loop, with the watcher and what it is ready for. With <see cref="IoEvents.Error"/> among
    /// that the loop has stopped the watcher, because its descriptor cannot be watched (it is closed, as a rule).</param>
    public IoWatcher(EventLoop loop, int fd, IoEvents events, Action<IoWatcher, IoEvents> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
        Set(fd, events);
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Io;

    /// <summary>The descriptor.</summary>
    public int Fd { get; private set; }

    /// <summary>What it waits for.</summary>
    public IoEvents Events { get; private set; }

    /// <summary>Gives it another descriptor, or the same number again after that was closed and opened anew.</summary>
    /// <exception cref="InvalidOperationException">The watcher is active.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The descriptor is negative, or the events are not of Read and Write.</exception>
    public void Set(int fd, IoEvents events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fd);
        if ((events & ~(IoEvents.Read | IoEvents.Write)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(events), events, "An io watcher waits for Read, Write, both or None.");
        }
        if (IsActive)
        {
            throw new InvalidOperationException("An active io watcher cannot be set; stop it first.");
        }
        Fd = fd;
        Events = events;
        IsNewFd = true;
    }

    /// <summary>Makes it active. Does nothing if it is. The kernel hears of it at the next poll at the earliest, so that a stop and a
    /// start between two polls cost no system call.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => _callback(this, events);
}
