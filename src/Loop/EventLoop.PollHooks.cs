using System.Diagnostics;

namespace Shim.Loop;

/// <content>What others may hang into the loop, and who may use it while it polls.</content>
public sealed partial class EventLoop
{
    private AcquiringSink? _acquiringSink;
    private int _pollingThread;

    /// <summary>Whatever its owner wants to find again (libev: <c>ev_set_userdata</c>).</summary>
    public object? UserData { get; set; }

    /// <summary>
    /// If set, called by <see cref="Run"/> where it would run the callbacks of pending watchers; it is then up to the hook to call
    /// <see cref="InvokePending"/>, there or, so that callbacks run elsewhere, from another thread that the hook waits for
    /// (libev: <c>ev_set_invoke_pending_cb</c>). What is left pending is offered again in the next iteration, which does not wait.
    /// </summary>
    public Action<EventLoop>? InvokePendingHook { get; set; }

    /// <summary>
    /// Has the loop call <paramref name="release"/> before it polls and <paramref name="acquire"/> after, on the thread that runs it: to give
    /// up a lock that guards the loop, and to take it back (libev: <c>ev_set_loop_release_cb</c>). Other threads that hold the lock may
    /// then use the loop, start and stop watchers included, while it polls; they must call <see cref="AsyncWatcher.Send"/> for it to
    /// notice before its poll ends by itself. Nulls take the hooks away.
    /// </summary>
    /// <exception cref="ArgumentException">Only one of them is null.</exception>
    /// <exception cref="InvalidOperationException">The loop is polling.</exception>
    public void SetReleaseHooks(Action<EventLoop>? release, Action<EventLoop>? acquire)
    {
        if (release is null != acquire is null)
        {
            throw new ArgumentException("A loop that is released has to be acquired, too: set both hooks, or none.");
        }
        ThrowIfPolling();
        _acquiringSink = release is null ? null : new AcquiringSink(this, release, acquire!);
    }

    private bool PollReleased(long timeoutNs, AcquiringSink sink)
    {
        sink.Release();
        try
        {
            return _backend.Poll(timeoutNs, sink);
        }
        finally
        {
            sink.Acquire();
        }
    }

    private void ThrowIfPolling()
    {
        if (_isPolling)
        {
            throw new InvalidOperationException("Another thread is polling this loop.");
        }
    }

    [Conditional("DEBUG")]
    private void NotePollingThread() => _pollingThread = Environment.CurrentManagedThreadId;

    /// <summary>Finds out some uses by two threads at once. The loop belongs to no thread, so only a poll tells who has it.</summary>
    [Conditional("DEBUG")]
    private void AssertNotPolledElsewhere()
    {
        if (_isPolling && _acquiringSink is null && _pollingThread != Environment.CurrentManagedThreadId)
        {
            ThrowIfPolling();
        }
    }
}
