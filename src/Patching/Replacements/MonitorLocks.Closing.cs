using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>The queues' beginning and end: as long as a release is, or may yet become, the runtime's own again, nobody who stands in ours would be found soon.</summary>
internal static partial class MonitorLocks
{
    /// <summary>While it is closed green threads wait as native ones do.</summary>
    internal static Shutter Shutter;

    /// <summary>After it was closed: has everybody go on waiting natively. Nobody is given the wake signal for it, which may be anywhere.</summary>
    internal static void WakeAll()
    {
        if (s_table.Waiters == 0)
        {
            return;
        }

        foreach (ref WaitStripe<LockQueue> stripe in s_table.Stripes)
        {
            stripe.Enter();
            for (WaitQueue? queue = stripe.First; queue is not null; queue = queue.NextInStripe)
            {
                while (queue.First is { } node)
                {
                    queue.Remove(node);
                    node.TryWake(grant: false);
                }
            }

            stripe.Exit();
        }
    }

    // If it was woken with the signal it gives that up, as one does that has the lock: it tries for the lock natively before it waits, so the lock is taken, and its release signals.
    private static bool EnterOutside(GreenThread me, object obj, in WaitKey key, WaitNode node, long ticket, in WaitTime time)
    {
        bool isInterrupted = me.CancelInterrupted(ticket);
        me.WaitsOnNothing();
        Leave(key, node, isEntered: false);
        if (isInterrupted)
        {
            throw new ThreadInterruptedException();
        }

        using BlockingRegion region = BlockingRegion.Enter();
        return TryEnterNative(obj, time.LeftMilliseconds);
    }
}
