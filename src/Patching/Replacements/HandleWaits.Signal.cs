using System.Runtime.CompilerServices;
using Shim.Green;
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
        WaitNode.Gives(key);
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        bool isDone = false;
        bool isStarved = false;
        stripe.Enter();
        if (stripe.Find(key) is { IsAutoReset: true } queue)
        {
            // Native threads may wait for it, too, and only a native signal reaches them.
            if (queue.HandedOver == MostHandedOver)
            {
                queue.HandedOver = 0;
            }
            else
            {
                for (WaitNode? node = queue.First; !isDone && node is { Kind: WaitKind.Grant }; node = node.Next)
                {
                    isDone = node.TryWake(grant: true);
                    if (isDone)
                    {
                        isStarved = node.IsStarved;
                        queue.Remove(node);
                        break;
                    }
                }

                queue.HandedOver += isDone ? 1 : 0;
            }
        }

        stripe.Exit();
        if (isStarved)
        {
            GreenThread.Current?.GiveWay();
        }

        return isDone;
    }

    /// <summary>To be called after a native signal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void AfterSignal(nint handle, bool isMutex)
    {
        WaitKey key = new(handle);
        WaitNode.Gives(key);
        ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
        bool isStarved = false;
        stripe.Enter();
        try
        {
            if (stripe.Find(key) is { } queue)
            {
                isStarved = Offer(queue, queue.First, isMutex);
            }
        }
        finally
        {
            stripe.Exit();
        }

        if (isStarved)
        {
            GreenThread.Current?.GiveWay();
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
                    Offer((HandleQueue)queue, queue.First, isMutex: false);
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

    /// <summary>Undoes that one was taken. On a manual-reset event nothing was, and setting it again changes nothing if the gate was held since: Reset waits.</summary>
    internal static void PutBack(nint handle)
    {
        if (CoreLib.SetEvent(handle) == 0)
        {
            unsafe
            {
                int previous;
                CoreLib.ReleaseSemaphore(handle, 1, &previous);
            }
        }
    }

    /// <summary>
    /// Gives what the object has to those who wait for it, longest first, from <paramref name="node"/> on. Under the gate. A waiter stays a user of the
    /// queue until it withdraws, and in its place until it has got something.
    /// </summary>
    /// <returns>Whether one was woken that is starved.</returns>
    private static bool Offer(HandleQueue queue, WaitNode? node, bool isMutex)
    {
        bool isStarved = false;
        while (node is not null)
        {
            WaitNode? next = node.Next;
            if (node.Kind == WaitKind.Try || isMutex)
            {
                // What is for one is its, until it has tried: then it offers it to those behind it, or its release does.
                if (TryCall(queue, node) && (isMutex || node.IsForOne))
                {
                    break;
                }
            }
            else if (node.IsWaiting)
            {
                if (node.Kind == WaitKind.GrantAll)
                {
                    GrantAll(queue, node);
                }

                // Not interruptible: the signaller is not the one who waits.
                else if (CoreLib.WaitOne(queue.Key.Handle, 0, trivial: true) != 0)
                {
                    break;
                }
                else if (node.TryWake(grant: true))
                {
                    isStarved |= node.IsStarved;
                    queue.Remove(node);
                }
                else
                {
                    // A group may have been passed over meanwhile for want of it. This one does not wait any more.
                    PutBack(queue.Key.Handle);
                    next = queue.First;
                }
            }

            node = next;
        }

        return isStarved;
    }

    private static void GrantAll(HandleQueue queue, WaitNode node)
    {
        if (node.Group!.TryTakeAll())
        {
            if (node.TryWake(grant: true))
            {
                queue.Remove(node);
            }
            else
            {
                node.Group.PutBackAll();
                node.IsMissed = true;
            }
        }
    }

    private static bool TryCall(HandleQueue queue, WaitNode node)
    {
        bool wasCalled = node.IsWoken;
        if (!wasCalled && node.TryCall())
        {
            queue.Called++;
        }

        return node.IsWoken;
    }
}
