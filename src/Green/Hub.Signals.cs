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
    private long _signalsHandled;
    private long _signalsMissed;

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

        _wake.Send();
        if (!note.AwaitBegin(Options.SignalMilliseconds * 1_000_000L) && note.TryTake())
        {
            Interlocked.Increment(ref _signalsMissed);
            note.Handle();
        }
    }

    // Before those that are ready: a signal is not to wait for them.
    private void StartSignals()
    {
        _signalPrepare = new PrepareWatcher(Loop, static watcher => ((Hub)watcher.Data!).TakeSignals())
        {
            Data = this,
            Priority = EventLoop.MaxPriority,
        };
        _signalPrepare.Start();
    }

    private void TakeSignals()
    {
        if (Volatile.Read(ref _signals) is null)
        {
            return;
        }

        // The list is a stack; turned around so that handlers begin in the order in which the signals came.
        SignalNote? ordered = null;
        for (SignalNote? note = Interlocked.Exchange(ref _signals, null); note is not null;)
        {
            SignalNote? next = note.Next;
            note.Next = ordered;
            ordered = note;
            note = next;
        }

        for (; ordered is not null; ordered = ordered.Next)
        {
            SignalNote note = ordered;
            try
            {
                SpawnAtOnce(new GreenThread(this, () => Handle(note), null));
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                // The thread that came with the signal handles it when its time is up.
            }
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
