using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// The threads that will be, are, or just were green, from the begin of their first managed method to the end of it; and who waits for
/// that end.
/// </summary>
internal static class ThreadEnds
{
    private static readonly WaitTable<WaitQueue> s_table = new();

    /// <summary>From now on the thread can be joined as a green one.</summary>
    internal static void Announce(Thread thread)
    {
        WaitKey key = new(thread);
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.EnterAndUse(key);
        stripe.Exit();
    }

    /// <summary>Whether somebody waits for its end. Its own thread, while it is announced.</summary>
    internal static bool IsAwaited(Thread thread)
    {
        WaitKey key = new(thread);
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        bool isAwaited = stripe.Find(key)!.First is not null;
        stripe.Exit();
        return isAwaited;
    }

    /// <summary>The thread is about to end natively: wakes those who join it.</summary>
    internal static void Remove(Thread thread)
    {
        WaitKey key = new(thread);
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        WaitQueue ends = stripe.Find(key)!;
        while (ends.First is { } node)
        {
            ends.Remove(node);
            node.TryWake(grant: true);
            stripe.Release(ends);
        }

        stripe.Release(ends);
        stripe.Exit();
    }

    /// <summary>Registers a waiter for the end of a green thread. False when there is none (any more).</summary>
    internal static bool TryJoin(Thread thread, WaitNode node)
    {
        WaitKey key = new(thread);
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        WaitQueue? ends = stripe.Find(key);
        if (ends is not null)
        {
            ends.Users++;
            ends.AddLast(node);
        }

        stripe.Exit();
        return ends is not null;
    }

    /// <summary>Takes a registration back, if it is still there.</summary>
    internal static void Leave(Thread thread, WaitNode node)
    {
        WaitKey key = new(thread);
        ref WaitStripe<WaitQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        if (node.IsLinked)
        {
            WaitQueue ends = stripe.Find(key)!;
            ends.Remove(node);
            stripe.Release(ends);
        }

        stripe.Exit();
    }
}
