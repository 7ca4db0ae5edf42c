using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// SpinWait.SpinOnceCore: every SpinOnce and SpinUntil. What a green thread spins for is most often another green thread's to do, so
/// it yields from the first time on; when nobody else is ready it is a native thread's, and the carrier's core is better left to that.
/// </summary>
[StackTraceHidden]
internal static class SpinWaits
{
    // The constants of SpinWait in System.Private.CoreLib 10.0.
    private const int YieldThreshold = 10;
    private const int Sleep0EveryHowManyYields = 5;

    /// <summary>SpinWait.SpinOnceCore(int), <c>this</c> first.</summary>
    internal static void SpinOnceCore(ref SpinWait self, int sleep1Threshold)
    {
        ref int count = ref CountOf(ref self);
        if (GreenThread.Current is { } me)
        {
            SpinGreen(me, count, sleep1Threshold);
        }
        else
        {
            SpinNative(count, sleep1Threshold);
        }

        count = count == int.MaxValue ? YieldThreshold : count + 1;
    }

    private static void SpinGreen(GreenThread me, int count, int sleep1Threshold)
    {
        if (count >= YieldThreshold && sleep1Threshold >= 0 && count >= sleep1Threshold)
        {
            // The runtime, too, sleeps from here on. Without this a loop that waits for a native thread, or two that yield to each other, burn the carrier.
            ThreadSleep.Sleep(1);
        }
        else if (count >= YieldThreshold && IsSleep0(count))
        {
            // As a yield, but it notices an interruption: the only end of a loop that asked never to sleep.
            ThreadSleep.Sleep(0);
        }
        else
        {
            me.Hub.Yield(me);
        }
    }

    // Every second count is a pause.
    private static bool IsSleep0(int count) =>
        (count - YieldThreshold) % 2 == 0 && (count - YieldThreshold) / 2 % Sleep0EveryHowManyYields == Sleep0EveryHowManyYields - 1;

    /// <summary>What the runtime does, in its own terms: pauses first, then yields, Sleep(0) and Sleep(1).</summary>
    private static void SpinNative(int count, int sleep1Threshold)
    {
        bool mayYield = count >= YieldThreshold;
        bool mustSleep = sleep1Threshold >= 0 && count >= sleep1Threshold;
        if ((mayYield && (mustSleep || (count - YieldThreshold) % 2 == 0)) || Environment.ProcessorCount == 1)
        {
            int yields = mayYield ? (count - YieldThreshold) / 2 : count;
            if (mustSleep)
            {
                CoreLib.Sleep(1);
            }
            else if (yields % Sleep0EveryHowManyYields == Sleep0EveryHowManyYields - 1)
            {
                CoreLib.Sleep(0);
            }
            else
            {
                CoreLib.Yield();
            }

            return;
        }

        if (count == 0)
        {
            // As what follows would come to, without asking: most loops do not come further.
            Thread.SpinWait(1);
            return;
        }

        int most = CoreLib.OptimalSpins();
        Thread.SpinWait(count <= 30 ? Math.Min(1 << count, most) : most);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_count")]
    private static extern ref int CountOf(ref SpinWait self);
}
