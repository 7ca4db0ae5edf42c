namespace Shim.Loop;

/// <summary>
/// Runs another loop inside its own: has that one do an iteration that does not wait whenever it has something to do, so that one
/// <see cref="EventLoop.Run"/> serves both. For a library that brings a loop of its own, or to give some watchers a priority as a group.
/// The other loop's backend needs a descriptor (epoll has one). Its own <see cref="EventLoop.Run"/> should not be called otherwise. Stop the
/// watcher before the other loop is disposed, or its <see cref="ObjectDisposedException"/> leaves this loop's Run.
/// Only the thread that has both loops may touch it.
/// </summary>
/// <remarks>Unlike libev's, it also serves the other loop's timers, idle watchers, and wake-ups from other threads.</remarks>
public sealed class EmbedWatcher : Watcher
{
    private readonly Action<EmbedWatcher>? _callback;
    private readonly IoWatcher _ready;
    private readonly TimerWatcher _due;
    private int _generation;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="other">The loop that it serves.</param>
    /// <param name="callback">Called by the loop, with the watcher, when the other has something to do: it has to call <see
    /// cref="Sweep"/>, then or later. If null, the watcher sweeps by itself.</param>
    /// <exception cref="ArgumentException">A loop cannot be embedded in itself.</exception>
    public EmbedWatcher(EventLoop loop, EventLoop other, Action<EmbedWatcher>? callback = null)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other == loop)
        {
            throw new ArgumentException("A loop cannot be embedded in itself.", nameof(other));
        }
        Other = other;
        _callback = callback;
        _ready = new IoWatcher(loop, 0, IoEvents.Read, static (io, events) => ((EmbedWatcher)io.Data!).OnReady(events))
        {
            Data = this,
            IsHidden = true,
        };
        _due = new TimerWatcher(loop, static timer => ((EmbedWatcher)timer.Data!).OnReady(IoEvents.Timer))
        {
            Data = this,
            IsHidden = true,
        };
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Embed;

    /// <summary>The loop that it serves.</summary>
    public EventLoop Other { get; }

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="NotSupportedException">The other loop's backend has no descriptor, so that it cannot be embedded.</exception>
    /// <exception cref="ObjectDisposedException">One of the loops is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    /// <summary>Has the other loop do one iteration that does not wait (libev: <c>ev_embed_sweep</c>).</summary>
    /// <exception cref="ObjectDisposedException">The other loop is disposed.</exception>
    public void Sweep() => Other.Run(RunMode.NoWait);

    internal override void Invoke(IoEvents events)
    {
        if (_callback is not null)
        {
            _callback(this);
        }
        else if (IsActive)
        {
            Sweep();
        }
    }

    internal void Begin()
    {
        _ready.Priority = _due.Priority = Priority;
        Follow();
        // It may be started while the others are prepared, and then this iteration's poll comes before it is.
        Loop.RequestNoWait();
    }

    internal void End()
    {
        Loop.StopHidden(_ready);
        Loop.StopHidden(_due);
    }

    /// <summary>Makes the other loop ready for its descriptor, and the time that it has, to be waited for in this one's poll.</summary>
    internal void BeforePoll()
    {
        if (Other.IsPreparingEmbeds)
        {
            return; // It embeds this one, and one of the two will hear of the error.
        }
        long wait = Other.PrepareWait();
        if (!IsActive)
        {
            return; // A prepare callback of the other loop has stopped it.
        }
        if (Other.BackendGeneration != _generation)
        {
            Follow();
        }
        Loop.StopHidden(_due);
        if (wait < EventLoop.MaxBlockNs)
        {
            // Its time is not past before the wait is over, but then at once.
            Loop.UpdateNow();
            Loop.StartHidden(_due, wait - 1, EventLoop.MaxBlockNs);
        }
    }

    /// <summary>Watches the descriptor that the other loop has now.</summary>
    private void Follow()
    {
        Loop.StopHidden(_ready);
        _generation = Other.BackendGeneration;
        _ready.Set(Other.BackendDescriptor, IoEvents.Read);
        Loop.StartHidden(_ready);
    }

    private void OnReady(IoEvents events)
    {
        if ((events & IoEvents.Error) != 0)
        {
            // The descriptor cannot be watched: it was closed, or the other loop watches this one.
            Stop();
        }
        Loop.FeedEmbed(this, events & IoEvents.Error);
    }
}
