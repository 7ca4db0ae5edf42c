using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>Thread.Join(int) for a green caller: it parks until a green thread ends, and blocks for real on a native one.</summary>
/// <remarks>
/// A green thread has ended for its joiners when its OS thread has, because IsAlive and ThreadState must say so after Join. Between
/// the wake-up and that lie a few microseconds of the runtime's own work, which the joiner naps through. One who comes only then cannot tell it from a
/// native thread, and naps, too; whoever is still there after some naps is one.
/// </remarks>
[StackTraceHidden]
internal static class ThreadJoin
{
    /// <summary>What a green thread says that it waits for here.</summary>
    internal const string WaitName = "Thread.Join";

    private const long FirstNap = 20_000;
    private const long LastNap = 1_000_000;

    // Some 20 ms: on a busy machine a thread may wait as long for its turn to end.
    private const int MostNaps = 25;

    /// <summary>Thread.Join(int), <c>this</c> first.</summary>
    internal static bool Join(Thread self, int millisecondsTimeout)
    {
        if (millisecondsTimeout < -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(millisecondsTimeout), "Number must be either non-negative and less than or equal to Int32.MaxValue or -1.");
        }

        if (GreenThread.Current is not { } me)
        {
            Hub.AwaitEnd(self);
            return CoreLib.Join(self, millisecondsTimeout);
        }

        // Throws for one that was never started. Of one that has ended the runtime says so without a wait, in which an interruption would be noticed.
        if (CoreLib.Join(self, 0))
        {
            me.CountEager();
            return true;
        }

        ThreadInterrupt.Throw(me);
        if (millisecondsTimeout != 0)
        {
            return JoinGreen(me, self, millisecondsTimeout);
        }

        me.CountEager();
        return false;
    }

    private static bool JoinGreen(GreenThread me, Thread thread, int milliseconds)
    {
        WaitTime time = new(milliseconds);
        WaitNode node = WaitNode.Of(me);
        long nap = FirstNap;
        long look = Deadlocks.FirstLook;
        bool wasGreen = false;
        int naps = 0;
        me.PrepareTimer(nap); // may throw, for want of memory: not when it stands in the queue
        do
        {
            long ticket = me.BeginWait();
            node.Prepare(me, ticket);
            long limit = -1;
            if (ThreadEnds.TryJoin(thread, node))
            {
                if (!wasGreen)
                {
                    wasGreen = true;
                    Hub.AwaitEnd(thread);
                    me.WillWaitOn(thread, time.IsForever);
                }

                limit = time.LeftUpTo(look);
            }
            else if (wasGreen || naps++ < MostNaps)
            {
                limit = time.LeftUpTo(nap);
                nap = Math.Min(nap * 2, LastNap);
            }
            else
            {
                me.CancelWait(ticket);
                return JoinNative(me, thread, time.LeftMilliseconds);
            }

            WakeReason reason = me.Park(ticket, limit, WaitName);
            ThreadEnds.Leave(thread, node);
            if (reason == WakeReason.TimedOut && limit == look)
            {
                look = Deadlocks.LookAgain(me, WaitName, look);
            }

            if (reason == WakeReason.Interrupted)
            {
                me.WaitsOnNothing();
                throw new ThreadInterruptedException();
            }

            if (time.Left == 0)
            {
                me.WaitsOnNothing();
                return CoreLib.Join(thread, 0);
            }
        }
        while (!CoreLib.Join(thread, 0));

        me.WaitsOnNothing();
        return true;
    }

    private static bool JoinNative(GreenThread me, Thread thread, int milliseconds)
    {
        bool hasEnded = false;
        NativeWait.Run(me, () => hasEnded = CoreLib.Join(thread, milliseconds));
        return hasEnded;
    }
}
