using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>The end of the queue: once Monitor.Pulse is the runtime's own again, nobody who stands in ours would be found.</summary>
internal static partial class MonitorWaits
{
    // Read after a waiter has been counted, set before they are counted: one of the two sees the other.
    private static volatile bool s_isClosed;

    /// <summary>From here on native threads wait in the runtime's queue, as those did that came before the patch.</summary>
    internal static void Close()
    {
        s_isClosed = true;
        Interlocked.MemoryBarrier();
    }

    /// <summary>The same if nobody waits here; otherwise nothing.</summary>
    internal static bool TryClose()
    {
        Close();
        if (s_table.Waiters == 0)
        {
            return true;
        }

        Open();
        return false;
    }

    internal static void Open() => s_isClosed = false;

    /// <summary>
    /// Wakes everybody, for nothing. No Monitor wakes anybody so, but all who wait for a condition in a loop stand it, as those do that the framework is made of;
    /// only for where the alternative is that they wait for ever.
    /// </summary>
    internal static void WakeAll()
    {
        if (s_table.Waiters == 0)
        {
            return;
        }

        foreach (ref WaitStripe<WaitQueue> stripe in s_table.Stripes)
        {
            stripe.Enter();
            int gone = 0;
            while (stripe.First is { } queue)
            {
                // The last user of a queue takes it out of the stripe.
                WaitNode node = queue.First!;
                queue.Remove(node);
                node.TryWake(grant: true);
                stripe.Release(queue);
                gone++;
            }

            stripe.Exit();
            s_table.Count(-gone);
        }
    }

    // The caller holds the lock all the time: no pulse can be meant for it that it does not get there.
    private static bool WaitOutside(object obj, int milliseconds, in WaitKey key, WaitNode node, AutoResetEvent signal)
    {
        if (!TryWithdraw(key, node))
        {
            TakeSignal(signal);
        }

        return CoreLib.Wait(obj, milliseconds);
    }
}
