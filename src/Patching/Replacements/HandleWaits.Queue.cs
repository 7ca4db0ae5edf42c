using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>A waiter's steps into a handle's queue and out of it, each under the gate of its stripe.</summary>
internal static partial class HandleWaits
{
    private static void Register(in WaitKey key, WaitNode node, bool atFront, bool isAutoReset, bool offers = true)
    {
        s_table.Count(+1);
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        HandleQueue? queue = null;
        bool isDone = false;
        try
        {
            queue = stripe.EnterAndUse(key);
            if (queue.Users == 1)
            {
                queue.IsAutoReset = false;
                queue.HandedOver = 0;
                queue.Called = 0;
            }

            queue.IsAutoReset |= isAutoReset;
            if (atFront)
            {
                queue.AddFirst(node);
            }
            else
            {
                queue.AddLast(node);
            }

            if (offers)
            {
                Offer(queue, queue.First, isMutex: false);
            }

            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                Undo(ref stripe, queue, node);
            }

            if (queue is not null)
            {
                stripe.Exit();
            }
        }
    }

    private static void Undo(ref WaitStripe<HandleQueue> stripe, HandleQueue? queue, WaitNode node)
    {
        if (queue is not null)
        {
            if (node.IsLinked)
            {
                queue.Remove(node);
            }

            TakeCall(queue, node);
            stripe.Release(queue);
        }

        s_table.Count(-1);
    }

    /// <returns>Whether it had been told to try.</returns>
    private static bool Withdraw(in WaitKey key, WaitNode node)
    {
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        HandleQueue queue = stripe.Find(key)!;
        if (node.IsLinked)
        {
            queue.Remove(node);
        }

        bool wasCalled = TakeCall(queue, node);
        stripe.Release(queue);
        stripe.Exit();
        s_table.Count(-1);
        return wasCalled;
    }

    private static bool TakeCall(HandleQueue queue, WaitNode node)
    {
        bool isCalled = node.IsWoken && !node.IsGranted;
        queue.Called -= isCalled ? 1 : 0;
        return isCalled;
    }
}
