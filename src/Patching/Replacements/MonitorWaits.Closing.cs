using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>The queue's beginning and end: as long as Monitor.Pulse is, or may yet become, the runtime's own again, nobody who stands in ours would be found.</summary>
internal static partial class MonitorWaits
{
    /// <summary>While it is closed threads wait in the runtime's queue, as those did that came before the patch.</summary>
    internal static Shutter Shutter;

    /// <summary>Closes it if nobody waits here; otherwise does nothing.</summary>
    internal static bool TryClose()
    {
        Shutter.Close();
        if (s_table.Waiters == 0)
        {
            return true;
        }

        Shutter.Open();
        return false;
    }

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

    // A green thread waits as it does where nothing is patched: natively, until the watchdog lets the others go on.
    private static bool WaitOutside(GreenThread me, object obj, int milliseconds, in WaitKey key, WaitNode node, long ticket)
    {
        TryWithdraw(key, node);
        if (me.CancelInterrupted(ticket))
        {
            throw new ThreadInterruptedException();
        }

        return CoreLib.Wait(obj, milliseconds);
    }
}
