namespace Shim.Loop;

/// <summary>
/// Something that the loop looks out for, and the callback that it runs then. A watcher does nothing until it is started; once it is
/// stopped its callback is never run, not even for an event that was already found (libev: "stop means never called").
/// Any watcher may be started and stopped inside any callback; starting or stopping twice does nothing.
/// Only the thread that currently has the loop may touch a watcher; the exceptions are <see cref="AsyncWatcher.Send"/> and
/// <see cref="AsyncWatcher.IsSent"/>.
/// </summary>
public abstract class Watcher
{
    /// <summary>0 when inactive; else its place, plus one, in the loop's structure for this kind of watcher.</summary>
    internal int ActiveIndex;

    /// <summary>0 when not pending; else its place, plus one, in the pending queue of its priority.</summary>
    internal int PendingIndex;

    /// <summary>The priority as an index from 0.</summary>
    internal int PriorityIndex = -EventLoop.MinPriority;

    /// <summary>The managed thread that is inside its callback, or 0. Kept for prepare and check watchers only.</summary>
    internal int CallbackThread;

    /// <summary>It works on behalf of another watcher, and neither counts nor shows.</summary>
    internal bool IsHidden;

    private protected Watcher(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        Loop = loop;
    }

    /// <summary>The loop that it belongs to, for good.</summary>
    public EventLoop Loop { get; }

    /// <summary>What it looks out for.</summary>
    public abstract WatcherKinds Kind { get; }

    /// <summary>Whether it is started and has not been stopped.</summary>
    public bool IsActive => ActiveIndex != 0;

    /// <summary>Whether an event was found for it and its callback has not been called yet. It may be inactive, as a timer that
    /// has fired is.</summary>
    public bool IsPending => PendingIndex != 0;

    /// <summary>
    /// From <see cref="EventLoop.MinPriority"/> to <see cref="EventLoop.MaxPriority"/>, 0 by default. Priorities only order the
    /// callbacks of one
    /// iteration, except for idle watchers, which they lock out. Cannot be changed while the watcher is active or pending.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The priority is out of range (libev clamps instead).</exception>
    /// <exception cref="InvalidOperationException">The watcher is active or pending.</exception>
    public int Priority
    {
        get => PriorityIndex + EventLoop.MinPriority;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, EventLoop.MinPriority);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, EventLoop.MaxPriority);
            if (IsActive || IsPending)
            {
                throw new InvalidOperationException("The priority of an active or pending watcher cannot be changed; stop it first.");
            }
            PriorityIndex = value - EventLoop.MinPriority;
        }
    }

    /// <summary>Whatever its owner wants to find again in the callback.</summary>
    public object? Data { get; set; }

    /// <summary>Makes the watcher inactive and not pending.</summary>
    public abstract void Stop();

    /// <summary>Takes back an event that was found but not delivered yet, and leaves the watcher as active as it is
    /// (libev: <c>ev_clear_pending</c>).</summary>
    /// <returns>The event, or None if there was none.</returns>
    public IoEvents ClearPending() => Loop.ClearPending(this);

    internal abstract void Invoke(IoEvents events);
}
