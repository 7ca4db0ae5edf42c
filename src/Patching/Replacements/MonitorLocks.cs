using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// The slow paths of Monitor: a green thread that finds a lock taken parks, and the lock's release wakes it, on whatever thread that is.
/// </summary>
/// <remarks>
/// <para>
/// The release of a monitor is fast-path code of the runtime that cannot be patched; it calls Exit_Slowpath only when the lock's own
/// state says that somebody waits. So one waiter is counted there while at least one green thread waits (docs/locks.md has the state,
/// the runtime's protocol and why nothing is lost). In short, with L the locked bit, N the waiter count and W "a waiter was signalled":
/// </para>
/// <list type="bullet">
/// <item>A release sets W if N > 0 and W is clear and nobody spins, and then owns the <b>wake signal</b>: there is one, or none.</item>
/// <item>A native waiter gets it through the lock's event, and clears W when it has run, before it looks at L a last time.</item>
/// <item>A green waiter gets it by <see cref="Dispatch"/>, under the gate of its stripe (IsOwed), and does the same.</item>
/// <item>Never is W cleared while the signal is in the event, nor the other way round: the native waiter subtracts W blindly.</item>
/// <item>A signal in the event while no native thread waits (it timed out, or a release was native code) is taken out of it by
/// <see cref="Repair"/>, and dispatched to us.</item>
/// </list>
/// </remarks>
[StackTraceHidden]
internal static partial class MonitorLocks
{
    /// <summary>What a green thread that waits for a monitor says that it waits for.</summary>
    internal const string WaitName = "Monitor.Enter";

    private const int WakesBeforeStarved = 2;
    private const int YieldsBeforeNap = 4;
    private const long FirstNap = 50_000;
    private const long LastNap = 1_000_000;

    // Not part of the protocol: see docs/locks.md, "What the hooks cannot see".
    private const long FirstLook = 250_000_000;
    private const long LastLook = 8_000_000_000;
    private const long IdleForGood = 100_000_000;

    private static readonly WaitTable<LockQueue> s_table = new();
    private static long s_rescues;
    private static long s_contentions;

    /// <summary>How often a wait ended only because it looked again: 0 unless a release happened where no hook sees it.</summary>
    internal static long Rescues => Volatile.Read(ref s_rescues);

    /// <summary>Looks whether locks work here as this file assumes. Null, or what is weaker because they do not.</summary>
    /// <param name="syncTable">The address of the runtime's pointer to its sync table.</param>
    internal static string? Prepare(nint syncTable)
    {
        if (AwareLock.IsKnown)
        {
            return null;
        }

        string? oddity = AwareLockProbe.Run(syncTable);
        AwareLock.IsKnown = oddity is null;
        return oddity is null ? null : "green threads poll for contended locks: " + oddity;
    }

    /// <summary>Monitor.Enter_Slowpath(object).</summary>
    internal static void Enter(object obj)
    {
        if (GreenThread.Current is { } me)
        {
            EnterGreen(me, obj, Timeout.Infinite);
            return;
        }

        EnterNative(obj);
    }

    /// <summary>Monitor.TryEnter_Slowpath(object, int).</summary>
    internal static bool TryEnter(object obj, int timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, -1, null); // nameless in the runtime, too
        if (timeout == 0)
        {
            return CoreLib.TryEnter(obj, 0);
        }

        return GreenThread.Current is { } me ? EnterGreen(me, obj, timeout) : TryEnterNative(obj, timeout);
    }

    /// <summary>Monitor.LockContentionCount's getter: the runtime's waits and ours.</summary>
    internal static long GetLockContentionCount() => CoreLib.Contentions() + Volatile.Read(ref s_contentions);

    /// <summary>Monitor.Exit_Slowpath(LeaveHelperAction, object).</summary>
    internal static void Exit(int exitBehavior, object obj)
    {
        if (exitBehavior == Runtime10Locks.LeaveSignal && s_table.Waiters != 0 && TryDispatch(obj, out bool toNative))
        {
            if (!toNative)
            {
                return;
            }
        }

        // Any other behaviour releases in native code, and may signal there.
        CoreLib.Exit(obj, exitBehavior);
        Repair(obj);
    }

    private static bool EnterGreen(GreenThread me, object obj, int milliseconds, bool isFirst = false)
    {
        if (!AwareLock.IsKnown)
        {
            return CoreLib.TryEnter(obj, 0) || EnterPolling(me, obj, new WaitTime(milliseconds));
        }

        // The caller's attempt failed; another would as a rule tell what can be seen.
        if (!AwareLock.IsHeldByAnother(obj) && CoreLib.TryEnterNow(obj))
        {
            return true;
        }

        WaitTime time = new(milliseconds);
        Interlocked.Increment(ref s_contentions);

        nint address;
        while ((address = AwareLock.Pin(obj)) == 0)
        {
            if (CoreLib.TryEnterNow(obj))
            {
                return true;
            }
        }

        return EnterWaiting(me, obj, address, time, isFirst);
    }

    private static bool EnterWaiting(GreenThread me, object obj, nint address, in WaitTime time, bool isFirst)
    {
        WaitKey key = new(obj);
        WaitNode node = WaitNode.Of(me);
        int wakes = 0;
        bool mayPreempt = isFirst;
        long look = FirstLook;
        me.PrepareTimer(look); // may throw, for want of memory: not when it stands in the queue
        me.WillWaitOn(obj, time.IsForever);
        long ticket = me.BeginWait();
        node.Prepare(me, ticket);
        try
        {
            Join(key, node, address, isFirst);
        }
        catch (OutOfMemoryException)
        {
            me.AbandonWait();
            throw;
        }

        while (!TryLock(obj, address, mayPreempt))
        {
            if (Shutter.IsClosed)
            {
                return EnterOutside(me, obj, key, node, ticket, time);
            }

            WakeReason reason = me.Park(ticket, time.LeftUpTo(look), WaitName, isPrecise: !time.IsForever);
            mayPreempt = true;
            if (reason == WakeReason.Signalled)
            {
                ticket = me.BeginWait();
                JoinAgain(key, node, me, ticket, isStarved: ++wakes > WakesBeforeStarved);
            }
            else if (reason == WakeReason.TimedOut && time.Left != 0)
            {
                if (StaysIdle(me, address))
                {
                    Interlocked.Increment(ref s_rescues);
                }

                if (look >= Deadlocks.FirstLook)
                {
                    Deadlocks.Look(me, WaitName);
                }

                look = Math.Min(look * 2, LastLook);
                ticket = me.BeginWait();
                LookAgainAt(key, node, me, ticket);
            }
            else
            {
                me.WaitsOnNothing();
                Leave(key, node, isEntered: false);
                return reason == WakeReason.Interrupted ? throw new ThreadInterruptedException() : false;
            }
        }

        me.CancelWait(ticket);
        me.WaitsOnNothing();
        Leave(key, node, isEntered: true);
        return true;
    }

    /// <summary>
    /// Tries until the lock is taken or seen held. The runtime's attempt also fails when the state changes under it, and when waiters
    /// have priority; a woken waiter has it, too.
    /// </summary>
    private static bool TryLock(object obj, nint address, bool mayPreempt)
    {
        while (true)
        {
            uint state = AwareLock.State(address);
            if ((state & Runtime10Locks.IsLocked) != 0)
            {
                return false;
            }

            if (CoreLib.TryEnterNow(obj))
            {
                return true;
            }

            if ((state & Runtime10Locks.ShouldNotPreemptWaiters) != 0)
            {
                if (!mayPreempt)
                {
                    return false;
                }

                AwareLock.CompareAndSet(address, state & ~Runtime10Locks.ShouldNotPreemptWaiters, state);
            }
        }
    }

    /// <summary>
    /// Whether the lock is free and nobody on the way to it, longer than the steps of the protocol take, also on a thread that lost
    /// its core between two of them. Until the next look this waiter's registration does nothing; wakers pass it by.
    /// </summary>
    private static bool StaysIdle(GreenThread me, nint address)
    {
        if (!AwareLock.IsIdle(address))
        {
            return false;
        }

        me.Park(me.BeginWait(), IdleForGood, WaitName, interruptible: false);
        return AwareLock.IsIdle(address);
    }

    /// <summary>Where the lock's layout is not known: no carrier is held, but nobody wakes us either.</summary>
    private static bool EnterPolling(GreenThread me, object obj, in WaitTime time)
    {
        Interlocked.Increment(ref s_contentions);
        long nap = FirstNap;
        for (int yields = 0; !CoreLib.TryEnter(obj, 0); yields++)
        {
            if (time.Left == 0)
            {
                return false;
            }

            if (yields < YieldsBeforeNap)
            {
                me.Hub.Yield(me);
                continue;
            }

            if (me.Park(me.BeginWait(), time.LeftUpTo(nap), WaitName) == WakeReason.Interrupted)
            {
                throw new ThreadInterruptedException();
            }

            nap = Math.Min(nap * 2, LastNap);
        }

        return true;
    }
}
