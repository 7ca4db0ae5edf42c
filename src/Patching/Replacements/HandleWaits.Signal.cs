using System.Runtime.CompilerServices;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>The signaller's side: what a signal gives to those who wait.</summary>
internal static partial class HandleWaits
{
    // A native thread that waits for the same event gets at least every fourth signal.
    private const int MostHandedOver = 3;

    /// <summary>Whether a green thread waits for any handle: to be asked before each of the others here, so that a load is all that a signal costs else.</summary>
    internal static bool HasWaiters => s_table.Waiters != 0;

    /// <summary>
    /// In place of a native signal: gives the signal of an auto-reset event to a green waiter without a detour through the platform
    /// layer, which would take it in and give it out again. False: signal natively.
    /// </summary>
    /// <remarks>Not inlined, as the others are not: its calls of native code would give the caller a frame for such, to be set up even where nobody waits.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool TryHandOver(nint handle)
    {
        WaitKey key = new(handle);
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        bool isDone = false;
        if (stripe.Find(key) is { IsAutoReset: true } queue)
        {
            // Native threads may wait for it, too, and only a native signal reaches them.
            if (queue.HandedOver == MostHandedOver)
            {
                queue.HandedOver = 0;
            }
            else
            {
                while (!isDone && queue.First is { IsRetry: false } node)
                {
                    queue.Remove(node);
                    isDone = node.TryWake(grant: true);
                }

                queue.HandedOver += isDone ? 1 : 0;
            }
        }

        stripe.Exit();
        return isDone;
    }

    /// <summary>To be called after a native signal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void AfterSignal(nint handle, bool isMutex)
    {
        WaitKey key = new(handle);
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        stripe.Enter();
        try
        {
            if (stripe.Find(key) is { } queue)
            {
                Offer(queue, isMutex);
            }
        }
        finally
        {
            stripe.Exit();
        }
    }

    /// <summary>For signals that may have gone past us: offers what is signalled now to those who wait for it.</summary>
    internal static void OfferAll()
    {
        if (!HasWaiters)
        {
            return;
        }

        foreach (ref WaitStripe<HandleQueue> stripe in s_table.Stripes)
        {
            stripe.Enter();
            try
            {
                for (WaitQueue? queue = stripe.First; queue is not null; queue = queue.NextInStripe)
                {
                    Offer((HandleQueue)queue, isMutex: false);
                }
            }
            finally
            {
                stripe.Exit();
            }
        }
    }

    /// <summary>Resets an event, but not between a grant's test and its delivery.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Reset(nint handle)
    {
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(new WaitKey(handle));
        stripe.Enter();
        try
        {
            return CoreLib.ResetEvent(handle);
        }
        finally
        {
            stripe.Exit();
        }
    }

    /// <summary>
    /// Gives what the object has to those who wait for it, longest first. Under the gate. A waiter stays a user of the queue until it
    /// withdraws.
    /// </summary>
    private static void Offer(HandleQueue queue, bool isMutex)
    {
        nint handle = queue.Key.Handle;
        bool isTaken = false;
        WaitNode? node = queue.First;
        while (node is not null)
        {
            WaitNode? next = node.Next;
            if (node.IsRetry || isMutex)
            {
                queue.Remove(node);
                if (node.TryWake(grant: false) && isMutex)
                {
                    return;
                }
            }
            else
            {
                // Not interruptible: the signaller is not the one who waits.
                if (!isTaken && CoreLib.WaitOne(handle, 0, trivial: true) != 0)
                {
                    return;
                }

                queue.Remove(node);
                isTaken = !node.TryWake(grant: true);
            }

            node = next;
        }

        // Nobody left to have it. On a manual-reset event nothing was taken, and setting it again changes nothing: Reset waits.
        if (isTaken && CoreLib.SetEvent(handle) == 0)
        {
            unsafe
            {
                int previous;
                CoreLib.ReleaseSemaphore(handle, 1, &previous);
            }
        }
    }
}
