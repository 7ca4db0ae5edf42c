using System.Numerics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>Waits for several handles, and for mutexes.</summary>
internal static partial class HandleWaits
{
    /// <summary>Waits for one or all of several. The result is the platform layer's: an index, 128 + an index, or 258.</summary>
    internal static int Many(GreenThread me, ReadOnlySpan<nint> handles, bool all, int milliseconds, in HandleKinds kinds)
    {
        ThreadInterrupt.Throw(me);
        if (kinds.Mutexes != 0 && milliseconds != 0 && HasWaiters)
        {
            LetCalledFirst(me, handles, kinds.Mutexes);
        }

        // Joining the queues would do; this is cheaper when it can be had already, and has the runtime's errors.
        int result = CoreLib.WaitMultiple(handles, all, 0);
        if (result == TimedOut && milliseconds != 0)
        {
            return Wait(me, WaitGroup.Take(handles, all, all || kinds.Unknown == 0 ? kinds : Told(kinds, handles)), milliseconds);
        }

        if ((kinds.Mutexes | kinds.Unknown) != 0 && result != TimedOut)
        {
            me.SettleNativeLocks();
        }

        me.CountEager();
        return result;
    }

    private static int Wait(GreenThread me, WaitGroup group, int milliseconds)
    {
        ulong called = 0;
        ulong taken = 0;
        int result = Failed;
        try
        {
            result = WaitIn(me, group, milliseconds, ref called, out taken);
        }
        finally
        {
            if (result == Failed)
            {
                me.AbandonWait();
            }

            for (ulong left = (called | LeaveAll(group, givesBack: result == Failed)) & ~taken; left != 0 && HasWaiters; left &= left - 1)
            {
                int i = BitOperations.TrailingZeroCount(left);
                AfterSignal(group.Handles[i], group.IsMutex(i));
            }

            WaitGroup.PutBack(group);
        }

        // Only here: the program's filters run at the throw, and find the signals that this wait was told of with those who wait for them still.
        return result != Interrupted ? result : throw new ThreadInterruptedException();
    }

    /// <param name="me">The caller.</param>
    /// <param name="group">What for.</param>
    /// <param name="milliseconds">How long at most, or -1.</param>
    /// <param name="called">For which of them it was told to try, and has not passed that on.</param>
    /// <param name="taken">Which mutexes it has in the end.</param>
    /// <returns>The platform layer's result, or -1: interrupted.</returns>
    private static int WaitIn(GreenThread me, WaitGroup group, int milliseconds, ref ulong called, out ulong taken)
    {
        taken = 0;
        WaitTime time = new(milliseconds);
        long poll = FirstPoll;
        while (true)
        {
            long ticket = me.BeginWait();
            int result = JoinAll(me, group, ticket, ref called);
            if (result != TimedOut)
            {
                me.CancelWait(ticket);
            }
            else if (Shutter.IsClosed)
            {
                result = ManyOutside(me, group, ticket, time, ref called);
                if (result is TimedOut or Interrupted || !group.HasTries)
                {
                    return result;
                }
            }
            else
            {
                PassOn(group, ref called);
                WakeReason reason = me.Park(ticket, group.HasTries ? time.LeftUpTo(poll) : time.Left, group.IsAll || group.HasTries ? WaitName : "WaitHandle.WaitAny");
                bool isOver = reason == WakeReason.TimedOut && time.Left == 0;
                if (reason == WakeReason.Signalled)
                {
                    if (Granted(group) is var granted and not None)
                    {
                        return granted;
                    }

                    poll = FirstPoll;
                }
                else if (reason != WakeReason.TimedOut || (isOver && !group.HasTries))
                {
                    return reason == WakeReason.TimedOut ? TimedOut : Interrupted;
                }
                else
                {
                    poll = Math.Min(poll * 2, LastPoll);
                }

                // Still in its place, and nobody can wake it: it has either what it takes here, or nothing. Also when its time is over: what has become free
                // unseen since the last look was so in time.
                result = CoreLib.WaitMultiple(group.Handles, group.IsAll, 0);
                if (isOver && result == TimedOut)
                {
                    return TimedOut;
                }
            }

            if (result != TimedOut)
            {
                if (group.HasTries)
                {
                    // One may be shared with other processes.
                    me.SettleNativeLocks();
                    taken = group.Kinds.Mutexes & (group.IsAll ? ulong.MaxValue : 1ul << (result >= FirstAbandoned ? result - FirstAbandoned : result));
                }

                return result;
            }
        }
    }

    /// <summary>
    /// Joins all queues, or stands in its place there for a new wait; looks a last time at what cannot be granted, and has what can offered, itself included.
    /// </summary>
    /// <returns>What it took itself, or 258. It may be woken already.</returns>
    private static int JoinAll(GreenThread me, WaitGroup group, long ticket, ref ulong called)
    {
        int last = group.Nodes.Length - 1;
        if (group.HasTries)
        {
            for (int i = 0; i <= last; i++)
            {
                if (group.KindOf(i) == WaitKind.Try)
                {
                    Join(me, group, i, ticket, offers: false, ref called);
                }
            }

            // Only at what nobody can grant it: otherwise it could have both.
            int result = group.IsAll ? CoreLib.WaitMultiple(group.Handles, true, 0) : TakeMutex(group);
            if (result != TimedOut)
            {
                return result;
            }
        }

        for (int i = 0; i <= last; i++)
        {
            WaitKind kind = group.KindOf(i);
            if (kind != WaitKind.Try)
            {
                Join(me, group, i, ticket, offers: kind == WaitKind.Grant || i == last, ref called);
                if (group.Nodes[i].IsGranted)
                {
                    break;
                }
            }
        }

        return TimedOut;
    }

    private static int TakeMutex(WaitGroup group)
    {
        for (ulong left = group.Kinds.Mutexes; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            int result = CoreLib.WaitOne(group.Handles[i], 0, trivial: false);
            if (result != TimedOut)
            {
                return result + i;
            }
        }

        return TimedOut;
    }

    private static void Join(GreenThread me, WaitGroup group, int index, long ticket, bool offers, ref ulong called)
    {
        WaitKey key = new(group.Handles[index]);
        WaitNode node = group.Nodes[index];
        WaitKind kind = group.KindOf(index);
        if ((group.Joined >> index & 1) == 0)
        {
            node.Prepare(me, ticket, kind, group.IsForOne(index));
            Register(key, node, atFront: false, isAutoReset: false, offers);
            group.Joined |= 1ul << index;
            return;
        }

        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        try
        {
            HandleQueue queue = stripe.Find(key)!;
            called |= TakeCall(queue, node) ? 1ul << index : 0;
            called |= node.IsMissed ? group.Bits : 0;
            node.Prepare(me, ticket, kind, group.IsForOne(index));
            if (offers)
            {
                Offer(queue, queue.First, isMutex: false);
            }
        }
        finally
        {
            stripe.Exit();
        }
    }

    /// <summary>Offers what it was called for, and cannot use alone, to those behind it; what it gave back, to all.</summary>
    private static void PassOn(WaitGroup group, ref ulong called)
    {
        // Not a mutex that another has taken: that one releases it.
        for (; called != 0; called &= called - 1)
        {
            int i = BitOperations.TrailingZeroCount(called);
            if (group.IsAll)
            {
                ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(new WaitKey(group.Handles[i]));
                stripe.Enter();
                try
                {
                    HandleQueue queue = stripe.Find(new WaitKey(group.Handles[i]))!;
                    Offer(queue, group.HasTries ? group.Nodes[i].Next : queue.First, group.IsMutex(i));
                }
                finally
                {
                    stripe.Exit();
                }
            }
        }
    }

    /// <summary>What it was granted, as the platform layer's result, or -1. After it was woken.</summary>
    private static int Granted(WaitGroup group)
    {
        // Under the gate: the waker says so after it has woken it.
        for (ulong left = group.Joined; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(new WaitKey(group.Handles[i]));
            stripe.Enter();
            bool isGranted = group.Nodes[i].IsGranted;
            stripe.Exit();
            if (isGranted)
            {
                return group.IsAll ? 0 : i;
            }
        }

        return None;
    }

    /// <summary>Leaves all queues. The bits of those whose signals it was told of and of those that it gave back.</summary>
    /// <param name="group">Which.</param>
    /// <param name="givesBack">Whether the wait failed, so that nobody uses what it may have been granted until it has left.</param>
    private static ulong LeaveAll(WaitGroup group, bool givesBack = false)
    {
        ulong offered = 0;
        for (ulong left = group.Joined; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            WaitNode node = group.Nodes[i];
            offered |= Withdraw(new WaitKey(group.Handles[i]), node) ? 1ul << i : 0;
            offered |= node.IsMissed ? group.Bits : 0;
            offered |= givesBack && node.IsGranted ? PutBackGranted(group, i) : 0;
        }

        group.Joined = 0;
        return offered;
    }

    private static ulong PutBackGranted(WaitGroup group, int index)
    {
        if (group.IsAll)
        {
            group.PutBackAll();
            return group.Bits;
        }

        ulong bit = 1ul << index;
        if ((group.Kinds.Manual & bit) == 0)
        {
            PutBack(group.Handles[index]);
        }

        return bit;
    }
}
