using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>Standing in the queue of a monitor, leaving it, and waking who is first.</summary>
internal static partial class MonitorWaits
{
    private static void Enqueue(GreenThread me, in WaitKey key, WaitNode node)
    {
        try
        {
            Enqueue(key, node);
        }
        catch (OutOfMemoryException)
        {
            me.AbandonWait();
            throw;
        }
    }

    private static void Enqueue(in WaitKey key, WaitNode node)
    {
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.EnterAndUse(key).AddLast(node); // may throw, for want of memory

        // Counted while the caller still holds the lock: nobody can pulse before it is released.
        s_table.Count(+1);
        stripe.Exit();
    }

    /// <summary>Takes the caller's own registration back. False when a waker has done so.</summary>
    private static bool TryWithdraw(in WaitKey key, WaitNode node)
    {
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        bool linked = node.IsLinked;
        if (linked)
        {
            WaitQueue queue = stripe.Find(key)!;
            queue.Remove(node);
            stripe.Release(queue);
        }

        stripe.Exit();
        if (linked)
        {
            s_table.Count(-1);
        }

        return linked;
    }

    private static bool WakeFirst(object obj)
    {
        WaitKey key = new(obj);
        WaitNode.Gives(key);
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        bool woken = false;
        bool isStarved = false;
        int gone = 0;
        WaitQueue? queue = stripe.Find(key);
        while (!woken && queue?.First is { } node)
        {
            queue.Remove(node);
            woken = node.TryWake(grant: true);
            isStarved = woken && node.IsStarved;
            if (queue.Users == 1)
            {
                stripe.Release(queue);
                queue = null;
            }
            else
            {
                stripe.Release(queue);
            }

            gone++;
        }

        stripe.Exit();
        if (gone > 0)
        {
            s_table.Count(-gone);
        }

        if (isStarved)
        {
            // Whoever comes to the lock when it is left waits, too, until the one that was woken has had it.
            MonitorLocks.BarOthers(obj);
        }

        return woken;
    }
}
