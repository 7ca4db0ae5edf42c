using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>A waiter's steps into the lock's queue and out of it, each under the gate of its stripe.</summary>
internal static partial class MonitorLocks
{
    /// <summary>Joins the queue; the first also joins the lock's waiters. From here on a release comes to <see cref="Exit"/>.</summary>
    private static void Join(in WaitKey key, WaitNode node, nint address, bool isFirst)
    {
        ref WaitStripe<LockQueue> stripe = ref s_table.Stripe(key);
        LockQueue queue = stripe.EnterAndUse(key); // may throw, for want of memory

        // Before the lock knows of a waiter: whoever releases it then looks at the count.
        s_table.Count(+1);
        if (queue.Users == 1)
        {
            queue.Lock = address;
            queue.IsOwed = queue.IsNativeNext = queue.IsStarved = false;
            AwareLock.AddWaiter(address);
        }

        if (isFirst)
        {
            queue.AddFirst(node);
        }
        else
        {
            queue.AddLast(node);
        }

        // A native thread may have timed out with the signal in the event before we came.
        bool toNative = TakeStraySignal(queue) && Dispatch(queue);
        stripe.Exit();
        if (toNative)
        {
            SignalNative(key.Target!);
        }
    }

    /// <summary>After a wake-up: first in the queue again, and only then gives the signal up, if it was woken with it (<see cref="WakeAll"/> has none).</summary>
    private static void JoinAgain(in WaitKey key, WaitNode node, GreenThread me, long ticket, bool isStarved)
    {
        ref WaitStripe<LockQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        LockQueue queue = stripe.Find(key)!;
        bool hasSignal = node.IsGranted;
        node.Prepare(me, ticket);
        queue.AddFirst(node);
        queue.IsStarved |= isStarved;
        if (hasSignal)
        {
            queue.IsOwed = false;
            AwareLock.Clear(queue.Lock, Runtime10Locks.IsWaiterSignaledToWake);
        }

        stripe.Exit();
    }

    private static void LookAgainAt(in WaitKey key, WaitNode node, GreenThread me, long ticket)
    {
        ref WaitStripe<LockQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        LockQueue queue = stripe.Find(key)!;

        // Not linked: a waker met the end of the last look.
        bool wasLinked = node.IsLinked;
        node.Prepare(me, ticket);
        if (!wasLinked)
        {
            queue.AddFirst(node);
        }

        bool toNative = TakeStraySignal(queue) && Dispatch(queue);
        stripe.Exit();
        if (toNative)
        {
            SignalNative(key.Target!);
        }
    }

    private static void Leave(in WaitKey key, WaitNode node, bool isEntered)
    {
        ref WaitStripe<LockQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        LockQueue queue = stripe.Find(key)!;
        if (node.IsLinked)
        {
            queue.Remove(node);
        }
        else if (node.IsGranted)
        {
            // Woken although it had the lock by then: it gives the signal up, and will release the lock.
            queue.IsOwed = false;
            AwareLock.Clear(queue.Lock, Runtime10Locks.IsWaiterSignaledToWake);
        }

        if (isEntered)
        {
            queue.IsStarved = false;
        }

        if (queue.Users == 1)
        {
            AwareLock.RemoveWaiter(queue.Lock);
        }

        stripe.Release(queue);
        stripe.Exit();
        s_table.Count(-1);
    }
}
