using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>The queues' beginning and end: as long as the signals are, or may yet become, the runtime's own again, nobody who stands in ours would be found.</summary>
internal static partial class HandleWaits
{
    /// <summary>While it is closed green threads wait in the platform layer, as native ones do: signals reach them there, patched or not.</summary>
    internal static Shutter Shutter;

    /// <summary>After it was closed: has everybody go on in the platform layer, who finds there what was signalled meanwhile.</summary>
    internal static void WakeAll()
    {
        if (!HasWaiters)
        {
            return;
        }

        foreach (ref WaitStripe<HandleQueue> stripe in s_table.Stripes)
        {
            stripe.Enter();
            for (WaitQueue? queue = stripe.First; queue is not null; queue = queue.NextInStripe)
            {
                // They stay in their places until they have withdrawn themselves.
                for (WaitNode? node = queue.First; node is not null; node = node.Next)
                {
                    TryCall((HandleQueue)queue, node);
                }
            }

            stripe.Exit();
        }
    }

    private static int OneOutside(GreenThread me, in WaitKey key, WaitNode node, long ticket, in WaitTime time)
    {
        bool isInterrupted = me.CancelInterrupted(ticket);
        Withdraw(key, node);
        if (node.IsGranted)
        {
            return 0;
        }

        if (isInterrupted)
        {
            return Interrupted;
        }

        using BlockingRegion region = BlockingRegion.Enter();
        return CoreLib.WaitOne(key.Handle, time.LeftMilliseconds, trivial: false);
    }

    private static int ManyOutside(GreenThread me, WaitGroup group, long ticket, in WaitTime time, ref ulong called)
    {
        bool isInterrupted = me.CancelInterrupted(ticket);
        if (Granted(group) is var granted and not None)
        {
            return granted;
        }

        if (isInterrupted)
        {
            return Interrupted;
        }

        // What it was told of is in the platform layer, where those behind it look for it, too: they are woken, or see that it is closed.
        LeaveAll(group);
        called = 0;
        using BlockingRegion region = BlockingRegion.Enter();
        return CoreLib.WaitMultiple(group.Handles, group.IsAll, time.LeftMilliseconds);
    }
}
