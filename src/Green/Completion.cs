using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>An event that is set once: the end of a green thread. Nothing is allocated until somebody waits.</summary>
internal unsafe struct Completion
{
    private SpinGate _gate;
    private volatile bool _set;
    private Waiters _waiters;
    private ManualResetEvent? _native;
    private TaskCompletionSource? _task;

    internal readonly bool IsSet => _set;

    internal void Set()
    {
        _gate.Enter();
        _set = true;
        Waiters waiters = _waiters.TakeAll();
        ManualResetEvent? native = _native;
        TaskCompletionSource? task = _task;
        _gate.Exit();

        waiters.Wake();
        native?.Set();
        _ = task?.TrySetResult();
    }

    /// <summary>A task that completes with it; what continues there does not run in <see cref="Set"/>.</summary>
    internal Task AsTask()
    {
        if (_set)
        {
            return Task.CompletedTask;
        }

        TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate.Enter();
        TaskCompletionSource task = _task ??= made;
        bool set = _set;
        _gate.Exit();

        // Either Set sees the task, or this sees that it was set.
        if (set)
        {
            _ = task.TrySetResult();
        }

        return task.Task;
    }

    /// <summary>Waits; a green thread parks, another blocks. False when the time (nanoseconds, -1 for none) passed first.</summary>
    internal bool Wait(long timeoutNanoseconds)
    {
        if (_set)
        {
            return true;
        }

        return GreenThread.Current is { } me ? WaitGreen(me, timeoutNanoseconds) : WaitNative(timeoutNanoseconds);
    }

    private bool WaitGreen(GreenThread me, long timeoutNanoseconds)
    {
        Waiters.Waiter waiter = new(me);
        me.PrepareTimer(timeoutNanoseconds);
        long ticket = me.BeginWait();
        waiter.Ticket = ticket;
        _gate.Enter();
        bool set = _set;
        if (!set)
        {
            _waiters.Add(waiter);
        }

        _gate.Exit();
        if (set)
        {
            me.CancelWait(ticket);
            return true;
        }

        WakeReason reason = me.Park(ticket, timeoutNanoseconds, "join");
        if (reason != WakeReason.Signalled)
        {
            _gate.Enter();
            _waiters.Remove(waiter);
            _gate.Exit();
        }

        return reason == WakeReason.Interrupted ? throw new ThreadInterruptedException() : reason == WakeReason.Signalled;
    }

    private bool WaitNative(long timeoutNanoseconds)
    {
        ManualResetEvent made = new(false);
        _gate.Enter();
        ManualResetEvent native = _native ??= made;
        bool set = _set;
        _gate.Exit();
        if (native != made)
        {
            made.Dispose();
        }

        // Either Set sees the event, or this sees that it was set.
        return set || native.WaitOne(timeoutNanoseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(timeoutNanoseconds / 100));
    }
}
