using Shim.Green;

namespace Shim.Patching.Replacements.Names;

/// <summary>A question to the resolver, and everybody who waits for its answer. Answered once; the answer does not change then.</summary>
internal abstract class Lookup(LookupKey key) : NativeWork
{
    private SpinGate _gate;
    private Waiters _waiters;
    private bool _isAnswered;

    internal LookupKey Key { get; } = key;

    /// <summary>One of <see cref="ResolverError"/>. Once answered.</summary>
    internal int Error { get; set; }

    /// <summary>Parks until the answer is there: not interruptible, as getaddrinfo(3) is not.</summary>
    /// <param name="me">The calling green thread.</param>
    /// <param name="timeoutNanoseconds">The limit, -1 for none.</param>
    /// <returns>False when the time passed first. The look-up goes on, for others.</returns>
    internal bool Wait(GreenThread me, long timeoutNanoseconds)
    {
        Waiters.Waiter waiter = new(me);
        long ticket = me.BeginWait();
        waiter.Ticket = ticket;
        _gate.Enter();
        bool isAnswered = _isAnswered;
        if (!isAnswered)
        {
            _waiters.Add(waiter);
        }

        _gate.Exit();
        if (isAnswered)
        {
            me.CancelWait(ticket);
            return true;
        }

        // A waiter that gives up stays on the list: its ticket wakes nobody later.
        return me.Park(ticket, timeoutNanoseconds, "name look-up", interruptible: false) == WakeReason.Signalled;
    }

    /// <summary>The answer is there. Any thread.</summary>
    internal void End()
    {
        LookupsInFlight.Leave(this);
        _gate.Enter();
        _isAnswered = true;
        Waiters waiters = _waiters.TakeAll();
        _gate.Exit();
        waiters.Wake();
    }

    protected sealed override void Finished() => End();
}
