using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// Which green thread a CLR thread runs as, for those that were started as threads; and who waits for their end.
/// </summary>
/// <remarks>The queue of a thread exists from its start to its end, so that those who join it find it.</remarks>
internal static class ThreadRegistry
{
    private static readonly WaitTable<Entry> s_table = new();

    /// <summary>A thread that will be green: from now on it can be joined as one.</summary>
    internal static void Announce(Thread thread) => Add(thread, null);

    /// <summary>The announced thread is green now.</summary>
    internal static void Set(Thread thread, GreenThread green)
    {
        WaitKey key = new(thread);
        ref WaitStripe<Entry> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        stripe.Find(key)!.Green = green;
        stripe.Exit();
    }

    /// <summary>A thread that became green without being started as one, such as the main thread. It stays for good.</summary>
    internal static void Add(Thread thread, GreenThread? green)
    {
        WaitKey key = new(thread);
        ref WaitStripe<Entry> stripe = ref s_table.Stripe(key);
        stripe.EnterAndUse(key).Green = green;
        stripe.Exit();
    }

    /// <summary>The thread is about to end natively: wakes those who join it.</summary>
    internal static void Remove(Thread thread)
    {
        WaitKey key = new(thread);
        ref WaitStripe<Entry> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        if (stripe.Find(key) is { } entry)
        {
            while (entry.First is { } node)
            {
                entry.Remove(node);
                node.TryWake(grant: true);
                stripe.Release(entry);
            }

            entry.Green = null;
            stripe.Release(entry);
        }

        stripe.Exit();
    }

    /// <summary>The green thread that runs as <paramref name="thread"/> now; null for a native one, and before and after.</summary>
    internal static GreenThread? Of(Thread thread)
    {
        WaitKey key = new(thread);
        ref WaitStripe<Entry> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        GreenThread? green = stripe.Find(key)?.Green;
        stripe.Exit();
        return green;
    }

    /// <summary>Registers a waiter for the end of a green thread. False when there is none (any more).</summary>
    internal static bool TryJoin(Thread thread, WaitNode node)
    {
        WaitKey key = new(thread);
        ref WaitStripe<Entry> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        Entry? entry = stripe.Find(key);
        if (entry is not null)
        {
            entry.Users++;
            entry.AddLast(node);
        }

        stripe.Exit();
        return entry is not null;
    }

    /// <summary>Takes a registration back, if it is still there.</summary>
    internal static void Leave(Thread thread, WaitNode node)
    {
        WaitKey key = new(thread);
        ref WaitStripe<Entry> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        if (node.IsLinked)
        {
            Entry entry = stripe.Find(key)!;
            entry.Remove(node);
            stripe.Release(entry);
        }

        stripe.Exit();
    }

    private sealed class Entry : WaitQueue
    {
        internal GreenThread? Green { get; set; }
    }
}
