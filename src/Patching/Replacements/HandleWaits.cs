using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// Green threads that wait for events, semaphores and mutexes. The platform layer's object stays the truth: green and native waiters,
/// and every way of signalling, meet in it.
/// </summary>
/// <remarks>
/// <para>
/// <b>Grant.</b> Whoever signals an event or semaphore looks, after the native signal, for green waiters (<see cref="AfterSignal"/>).
/// While there is one, and a native wait of zero length succeeds, the signal is taken on behalf of that waiter, who need not look
/// again. So an auto-reset event releases one, a semaphore as many as it was given, and a manual-reset event everybody who waits at
/// that moment, even if it is reset at once. A waiter does the same for its queue when it joins it, which makes its last look and its
/// registration one step.
/// </para>
/// <para>
/// <b>Nothing is lost.</b> The platform layer changes and tests its objects under one lock of its own. A waiter is counted before its
/// test; if the test fails, the signal comes later in the order of that lock, and the signaller sees the count.
/// </para>
/// <para>
/// <b>Retry.</b> A mutex belongs to the thread that waits for it, and WaitAll must take everything at once, so neither can be granted.
/// Such a waiter is woken and tries again itself; if it then does not take a mutex that it was woken for, it wakes the next. A mutex
/// can also become free unseen (its owner ends, or is in another process): its waiters look again every so often.
/// </para>
/// </remarks>
[StackTraceHidden]
internal static partial class HandleWaits
{
    /// <summary>What a green thread says that it waits for here.</summary>
    internal const string WaitName = "WaitHandle";

    private const int TimedOut = 258;
    private const int Interrupted = -1;
    private const int FirstAbandoned = 128;
    private const long FirstPoll = 1_000_000;
    private const long LastPoll = 50_000_000;

    private static readonly WaitTable<HandleQueue> s_table = new();

    /// <summary>Waits for one handle. The result is the platform layer's: 0, 128 (abandoned) or 258 (time-out).</summary>
    /// <param name="me">The caller.</param>
    /// <param name="handle">Which; held open by the caller.</param>
    /// <param name="milliseconds">How long at most, or -1.</param>
    /// <param name="isMutex">Whether it belongs to whoever gets it.</param>
    /// <param name="isAutoReset">Whether it releases one.</param>
    /// <param name="waitsOn">The object whose handle it is.</param>
    internal static int One(GreenThread me, nint handle, int milliseconds, bool isMutex, bool isAutoReset, WaitHandle waitsOn)
    {
        ThreadInterrupt.Throw(me);
        if (milliseconds == 0)
        {
            int now = CoreLib.WaitOne(handle, 0, trivial: false);
            if (isMutex && now != TimedOut)
            {
                me.SettleNativeLocks();
            }

            me.CountEager();
            return now;
        }

        if (isMutex)
        {
            return Retry(me, [handle], all: false, milliseconds, mutexes: 1);
        }

        me.WillWaitOn(waitsOn, forever: milliseconds < 0);
        int result = OneUntil(me, new WaitKey(handle), new WaitTime(milliseconds), isAutoReset, isAutoReset ? waitsOn as AutoResetEvent : null);
        me.WaitsOnNothing();
        return result >= 0 ? result : throw new ThreadInterruptedException();
    }

    /// <returns>The platform layer's result, or -1: interrupted.</returns>
    private static int OneUntil(GreenThread me, in WaitKey key, in WaitTime time, bool isAutoReset, AutoResetEvent? maybeLock)
    {
        WaitNode node = WaitNode.Of(me);

        // Of those without a time limit, some wait for a Lock, which has an owner, who may wait, too: for this one, in the end.
        long look = time.IsForever && maybeLock is not null ? Deadlocks.FirstLook : -1;
        bool atFront = false;
        while (true)
        {
            long ticket = me.BeginWait();
            node.Prepare(me, ticket);
            Register(key, node, atFront, isAutoReset);
            WakeReason reason = me.Park(ticket, look > 0 ? look : time.Left, WaitName, isPrecise: look <= 0);
            Withdraw(key, node);
            if (node.IsGranted)
            {
                return 0;
            }

            if (reason == WakeReason.TimedOut && look > 0)
            {
                look = LockEvents.Find(maybeLock!) is null ? -1 : Deadlocks.LookAgain(me, WaitName, look);
                atFront = true;
            }
            else if (reason != WakeReason.Signalled)
            {
                return reason == WakeReason.TimedOut ? TimedOut : Interrupted;
            }
        }
    }

    /// <summary>
    /// Waits for one or all of several; <paramref name="mutexes"/> has the bits of those that are mutexes. The result is the platform
    /// layer's: an index, 128 + an index, or 258.
    /// </summary>
    internal static int Many(GreenThread me, ReadOnlySpan<nint> handles, bool all, int milliseconds, ulong mutexes)
    {
        ThreadInterrupt.Throw(me);
        if (milliseconds == 0)
        {
            int now = CoreLib.WaitMultiple(handles, all, 0);
            me.CountEager();
            return now;
        }

        if (all || mutexes != 0)
        {
            return Retry(me, handles, all, milliseconds, mutexes);
        }

        WaitNode[] nodes = WaitNode.Many(handles.Length);
        WaitTime time = new(milliseconds);
        while (true)
        {
            // Joining the queues one by one would do; this is cheaper when one is signalled already, and has the runtime's errors.
            int result = CoreLib.WaitMultiple(handles, false, 0);
            if (result != TimedOut)
            {
                me.CountEager();
                return result;
            }

            long ticket = me.BeginWait();
            int registered = 0;
            bool isGranted = false;
            while (registered < handles.Length && !isGranted)
            {
                WaitNode node = nodes[registered];
                node.Prepare(me, ticket);
                Register(new WaitKey(handles[registered++]), node, atFront: false);
                isGranted = node.IsGranted;
            }

            WakeReason reason = me.Park(ticket, time.Left, "WaitHandle.WaitAny");
            int granted = WithdrawAll(handles, nodes, registered, out _);
            if (granted >= 0)
            {
                return granted;
            }

            if (reason != WakeReason.Signalled)
            {
                return Ended(reason);
            }
        }
    }

    private static int Retry(GreenThread me, ReadOnlySpan<nint> handles, bool all, int milliseconds, ulong mutexes)
    {
        WaitNode[] nodes = WaitNode.Many(handles.Length);
        WaitTime time = new(milliseconds);
        long poll = FirstPoll;
        bool atFront = false;
        int wokenBy = -1;
        while (true)
        {
            int result = CoreLib.WaitMultiple(handles, all, 0);
            if (result != TimedOut)
            {
                Took(me, handles, mutexes, wokenBy, result, all);
                me.CountEager();
                return result;
            }

            long ticket = me.BeginWait();
            for (int i = 0; i < handles.Length; i++)
            {
                nodes[i].Prepare(me, ticket, isRetry: true);
                Register(new WaitKey(handles[i]), nodes[i], atFront);
            }

            result = CoreLib.WaitMultiple(handles, all, 0);
            if (result != TimedOut)
            {
                me.CancelWait(ticket);
                WithdrawAll(handles, nodes, handles.Length, out wokenBy);
                Took(me, handles, mutexes, wokenBy, result, all);
                return result;
            }

            WakeReason reason = me.Park(ticket, mutexes != 0 ? time.LeftUpTo(poll) : time.Left, WaitName);
            WithdrawAll(handles, nodes, handles.Length, out wokenBy);
            atFront = true;
            if (reason == WakeReason.Signalled)
            {
                poll = FirstPoll;
            }
            else if (reason != WakeReason.TimedOut || time.Left == 0)
            {
                return Ended(reason);
            }
            else
            {
                poll = Math.Min(poll * 2, LastPoll);
            }
        }
    }

    /// <summary>Wakes the next waiter of a mutex that this one was woken for and has not taken. One that it has taken may be shared with other processes.</summary>
    private static void Took(GreenThread me, ReadOnlySpan<nint> handles, ulong mutexes, int wokenBy, int result, bool all)
    {
        if (mutexes != 0)
        {
            me.SettleNativeLocks();
        }

        int taken = result >= FirstAbandoned ? result - FirstAbandoned : result;
        if (wokenBy >= 0 && !all && taken != wokenBy && (mutexes >> wokenBy & 1) != 0 && HasWaiters)
        {
            AfterSignal(handles[wokenBy], isMutex: true);
        }
    }

    private static int Ended(WakeReason reason) =>
        reason == WakeReason.TimedOut ? TimedOut : throw new ThreadInterruptedException();

    private static void Register(in WaitKey key, WaitNode node, bool atFront, bool isAutoReset = false)
    {
        s_table.Count(+1);
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        HandleQueue queue = stripe.EnterAndUse(key);
        if (queue.Users == 1)
        {
            queue.IsAutoReset = false;
            queue.HandedOver = 0;
        }

        queue.IsAutoReset |= isAutoReset;
        try
        {
            if (atFront)
            {
                queue.AddFirst(node);
            }
            else
            {
                queue.AddLast(node);
            }

            if (!node.IsRetry)
            {
                Offer(queue, isMutex: false);
            }
        }
        finally
        {
            stripe.Exit();
        }
    }

    private static void Withdraw(in WaitKey key, WaitNode node)
    {
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        HandleQueue queue = stripe.Find(key)!;
        if (node.IsLinked)
        {
            queue.Remove(node);
        }

        stripe.Release(queue);
        stripe.Exit();
        s_table.Count(-1);
    }

    /// <summary>Takes the first <paramref name="count"/> registrations back. The index of the one that was granted, or -1.</summary>
    private static int WithdrawAll(ReadOnlySpan<nint> handles, WaitNode[] nodes, int count, out int wokenBy)
    {
        int granted = -1;
        wokenBy = -1;
        for (int i = 0; i < count; i++)
        {
            Withdraw(new WaitKey(handles[i]), nodes[i]);
            wokenBy = nodes[i].IsWoken ? i : wokenBy;
            granted = nodes[i].IsGranted ? i : granted;
        }

        return granted;
    }
}
