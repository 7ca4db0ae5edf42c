using System.Runtime.InteropServices;
using Shim.Loop;

namespace Shim.Green;

/// <summary>
/// Signals, as gevent 1.0 has them: whoever catches one only notes it and wakes the loop; a prepare watcher takes the notes before the loop polls
/// next, and has the handlers run on green threads (gevent/gevent: src/gevent/libev/corecext.pyx, the loop's <c>_prepare</c> and <c>_run_callbacks</c>).
/// </summary>
public sealed unsafe partial class Hub
{
    private PrepareWatcher? _signalPrepare;
    private SignalNote? _signals;
    private LoopCall? _loopCalls;
    private long _signalsHandled;
    private long _signalsMissed;

    /// <summary>
    /// Calls <paramref name="handler"/> on a green thread of its own when the process gets a signal; by a signal watcher of the loop, beside the handlers
    /// of <c>PosixSignalRegistration</c> and <c>Console.CancelKeyPress</c>. Any thread.
    /// </summary>
    /// <param name="signal">The signal, by name or, as a positive value, by number.</param>
    /// <param name="handler">Called once for all that have come since the loop last looked.</param>
    /// <returns>What ends it; no call begins afterwards.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="ArgumentException">The signal cannot be caught, or the runtime needs it for itself.</exception>
    /// <exception cref="InvalidOperationException">Another loop watches the signal.</exception>
    /// <exception cref="IOException">The kernel refuses to have the signal caught.</exception>
    public IDisposable OnSignal(PosixSignal signal, Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        GreenSignal watched = new(this, signal, handler);
        watched.Start();
        return watched;
    }

    /// <summary>A signal has come, and the runtime is about to call its handlers: the loop's watchers need not wait for those. Any thread.</summary>
    internal static void CatchAhead(int signal) => EventLoop.CatchSignalAhead(signal);

    /// <summary>
    /// Has <paramref name="call"/> run on the thread that has the loop, before it polls next, and returns when that is done. Throws what it throws. Any thread.
    /// </summary>
    internal void CallOnLoop(Action call)
    {
        if (t_hub == this)
        {
            call();
            return;
        }

        LoopCall queued = new(call);
        LoopCall? head;
        do
        {
            head = Volatile.Read(ref _loopCalls);
            queued.Next = head;
        }
        while (Interlocked.CompareExchange(ref _loopCalls, queued, head) != head);

        _wake.Send();
        queued.Await();
    }

    /// <summary>
    /// Has <paramref name="handle"/> run on a green thread before the loop polls next, and returns once it has begun. If the loop does not come round
    /// within <see cref="HubOptions.SignalMilliseconds"/>, runs it here: a process whose carrier is busy must not be deaf. For native threads.
    /// </summary>
    internal void Deliver(Action handle)
    {
        SignalNote note = new(handle);
        SignalNote? head;
        do
        {
            head = Volatile.Read(ref _signals);
            note.Next = head;
        }
        while (Interlocked.CompareExchange(ref _signals, note, head) != head);

        // Ends the round of a loop that is busy. Should the scheduler's own count overwrite this, it is fifty switches later.
        Volatile.Write(ref _switchesLeft, 0);
        _wake.Send();
        if (!note.AwaitBegin(Options.SignalMilliseconds * 1_000_000L) && note.TryTake())
        {
            Interlocked.Increment(ref _signalsMissed);
            note.Handle();
        }
    }

    private void StartSignals()
    {
        _signalPrepare = new PrepareWatcher(Loop, static watcher => ((Hub)watcher.Data!).TakeNotes())
        {
            Data = this,
            Priority = EventLoop.MaxPriority,
        };
        _signalPrepare.Start();
    }

    private void TakeNotes()
    {
        if (Volatile.Read(ref _loopCalls) is not null)
        {
            for (LoopCall? call = Interlocked.Exchange(ref _loopCalls, null); call is not null;)
            {
                LoopCall? next = call.Next;
                call.Perform();
                call = next;
            }
        }

        TakeSignals();
    }

    private void TakeSignals()
    {
        if (Volatile.Read(ref _signals) is null)
        {
            return;
        }

        // The list is a stack, and each goes before the one that came after it: handlers begin in the order in which the signals came.
        for (SignalNote? next = Interlocked.Exchange(ref _signals, null); next is not null; next = next.Next)
        {
            SignalNote note = next;

            // Where there is no thread for it, the one that came with the signal handles it when its time is up.
            TrySpawnFirst(() => Handle(note));
        }
    }

    private void Handle(SignalNote note)
    {
        if (note.TryTake())
        {
            Interlocked.Increment(ref _signalsHandled);
            note.Handle();
        }
    }
}
