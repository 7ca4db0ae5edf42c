using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>The lock's one wake signal: who gets it, and where it may have gone astray.</summary>
internal static partial class MonitorLocks
{
    /// <summary>For the owner of the wake signal. False when no green thread waits for this lock.</summary>
    private static bool TryDispatch(object obj, out bool toNative)
    {
        WaitKey key = new(obj);
        ref WaitStripe<LockQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        LockQueue? queue = stripe.Find(key);
        toNative = queue is not null && Dispatch(queue);
        stripe.Exit();
        return queue is not null;
    }

    /// <summary>
    /// Gives the wake signal to the next waiter, or back to the lock when nobody is left who needs it. Under the gate. True when it is
    /// a native thread's turn: then the caller passes it on, outside the gate.
    /// </summary>
    private static bool Dispatch(LockQueue queue)
    {
        while (true)
        {
            uint state = AwareLock.State(queue.Lock);
            bool nativeWaits = state >= 2 * Runtime10Locks.OneWaiter;
            if (nativeWaits && (queue.IsNativeNext || queue.First is null))
            {
                queue.IsNativeNext = false;
                return true;
            }

            if (queue.First is { } node)
            {
                queue.Remove(node);
                if (node.TryWake(grant: true))
                {
                    // It needs the gate before it can try the lock.
                    queue.IsOwed = true;
                    queue.IsNativeNext = true;
                    if (queue.IsStarved)
                    {
                        Bar(queue.Lock);
                    }

                    return false;
                }
            }
            else if (AwareLock.CompareAndSet(queue.Lock, state & ~Runtime10Locks.IsWaiterSignaledToWake, state))
            {
                return false;
            }
        }
    }

    /// <summary>Takes a signal out of the event that no native thread is there to take. Under the gate.</summary>
    private static bool TakeStraySignal(LockQueue queue)
    {
        uint state = AwareLock.State(queue.Lock);
        return !queue.IsOwed
            && (state & Runtime10Locks.IsWaiterSignaledToWake) != 0
            && state < 2 * Runtime10Locks.OneWaiter
            && AwareLock.TryTakeSignal(queue.Lock);
    }

    /// <summary>After something that may have left a signal in the event while no native thread waits.</summary>
    private static void Repair(object obj)
    {
        if (s_table.Waiters == 0)
        {
            return;
        }

        WaitKey key = new(obj);
        ref WaitStripe<LockQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        bool toNative = stripe.Find(key) is { } queue && TakeStraySignal(queue) && Dispatch(queue);
        stripe.Exit();
        if (toNative)
        {
            SignalNative(obj);
        }
    }

    private static void SignalNative(object obj)
    {
        CoreLib.Exit(obj, Runtime10Locks.LeaveSignal);
        Repair(obj);
    }
}
