using System.Runtime.CompilerServices;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>Who runs next, and how the role is entered and left.</summary>
public sealed unsafe partial class Hub
{
    // A green thread that yields although nobody is ready waits for something: let the loop look for it.
    private const int IdleYieldsPerPoll = 8;

    private PointerStack _goingHome = new();
    private GreenThread? _remote;
    private int _idleYields;

    /// <summary>
    /// Takes the carrier into scheduler state. A green thread that had lost the role comes back from this call as the holder of it,
    /// on whatever carrier.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter(GreenThread me)
    {
        if (Interlocked.CompareExchange(ref me.Context->Carrier->State, Carrier.Scheduling, Carrier.User) != Carrier.User)
        {
            Reenlist(me);
        }
    }

    /// <summary>Back to the green thread's own code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit(GreenThread me)
    {
        // Reread: the green thread may have been switched to by another carrier.
        Carrier* carrier = me.Context->Carrier;
        carrier->Ticks++;
        Volatile.Write(ref carrier->State, Carrier.User);
    }

    /// <summary>Lets the next green thread, or the loop, run until this one is made ready. Scheduler state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SwitchAway(GreenThread me)
    {
        GreenThread? next = TakeNext();
        if (next is null)
        {
            _switcher.Switch(me.Context, _context);
        }
        else if (next != me)
        {
            _switcher.Switch(me.Context, Mount(next));
        }

        if (_asked is not null)
        {
            TellStack(me);
        }
    }

    internal void Settle(GreenThread me) => _switcher.Settle(me.Context);

    /// <summary>Lets others run that are ready; false when there were none.</summary>
    internal bool Yield(GreenThread me)
    {
        Enter(me);
        GreenThread? next = TakeNext();
        bool switches = next is not null || _mustPoll || ++_idleYields >= IdleYieldsPerPoll;
        if (switches)
        {
            _idleYields = 0;
            _gaveWay.Enqueue(me);
            _switcher.Switch(me.Context, next is null ? PollFirst() : Mount(next));
        }

        Exit(me);
        return switches;
    }

    /// <summary>Lets the others that are ready run and the loop poll once.</summary>
    internal void YieldToLoop(GreenThread me)
    {
        Enter(me);
        LoopFirst(me);
        Exit(me);
    }

    /// <summary>The same for a caller in scheduler state.</summary>
    internal void LoopFirst(GreenThread me)
    {
        me.ResetEager();
        _gaveWay.Enqueue(me);
        _switcher.Switch(me.Context, PollFirst());
    }

    /// <summary>Puts a green thread whose wait has ended on the ready queue. Any thread.</summary>
    internal void MakeReady(GreenThread green)
    {
        if (GreenThread.Current is { } me && me.Hub == this)
        {
            ref int state = ref me.Context->Carrier->State;
            int before = Interlocked.CompareExchange(ref state, Carrier.Scheduling, Carrier.User);
            if (before == Carrier.User)
            {
                _ready.Enqueue(green);
                Volatile.Write(ref state, Carrier.User);
                return;
            }

            if (before == Carrier.Scheduling)
            {
                _ready.Enqueue(green);
                return;
            }
        }
        else if (t_hub == this)
        {
            _ready.Enqueue(green);
            return;
        }

        PushRemote(green);
    }

    private void PushRemote(GreenThread green)
    {
        GreenThread? head;
        do
        {
            head = Volatile.Read(ref _remote);
            green.NextRemote = head;
        }
        while (Interlocked.CompareExchange(ref _remote, green, head) != head);

        // Whoever pushed on an empty list wakes the loop; the others' entries are seen with it. So no round may end with entries left and the loop wait all the same.
        if (head is null)
        {
            _wake.Send();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Reenlist(GreenThread me)
    {
        if (me.Context->Carrier->State != Carrier.Detached)
        {
            Environment.FailFast("GreenShim: a green thread entered the scheduler from within the scheduler.");
        }

        me.NoteReturn();
        _switcher.Reenlist(me.Context, static state => Requeue((GreenThread)state), me);
    }

    // It asks for the role only to park, or to go on; and if it was the kernel that kept it, it has waited long enough.
    private static void Requeue(GreenThread green)
    {
        green.TakesTurns = true;
        green.Hub.PushRemote(green);
    }

    /// <summary>Who runs next; null when it is the loop's turn. Scheduler state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GreenThread? TakeNext() => --_switchesLeft <= 0 && IsRoundOver() ? null : TakeReady();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GreenThread? TakeReady()
    {
        if (Volatile.Read(ref _remote) is not null)
        {
            DrainRemote();
        }

        if ((_due.Count | _gaveWay.Count) != 0)
        {
            return TakeInTurn();
        }

        if (_ready.Count > FewReady)
        {
            PrefetchReady();
        }

        return _ready.Dequeue();
    }

    private Context* PollFirst()
    {
        _mustPoll = true;
        return _context;
    }

    // The list is a stack; turned around so that who was made ready first runs first.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DrainRemote()
    {
        GreenThread? list = Interlocked.Exchange(ref _remote, null);
        GreenThread? ordered = null;
        while (list is not null)
        {
            GreenThread? next = list.NextRemote;
            list.NextRemote = ordered;
            ordered = list;
            list = next;
        }

        while (ordered is not null)
        {
            GreenThread? next = ordered.NextRemote;
            ordered.NextRemote = null;
            if (ordered.TakesTurns)
            {
                ordered.TakesTurns = false;
                _due.Enqueue(ordered);
            }
            else
            {
                _ready.Enqueue(ordered);
            }

            ordered = next;
        }
    }

    /// <summary>What a green thread is switched to by; gives one that never ran its body first. The hub's own where there is none for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Context* Mount(GreenThread next) => next.IsFresh ? MountFresh(next) : next.Context;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Context* MountFresh(GreenThread next)
    {
        next.IsFresh = false;
        if (next.Context is null && !TryAssignBody(next))
        {
            return _context;
        }

        _switcher.AwaitParked(next.Context);
        return next.Context;
    }

    /// <summary>
    /// The loop comes round once more before it waits: for whoever gives it work, or makes a green thread ready, in a prepare callback that
    /// comes after the hub's. Scheduler state.
    /// </summary>
    internal void ComeRoundAgain() => Loop.RequestNoWait();
}
