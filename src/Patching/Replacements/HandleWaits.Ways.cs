using System.Numerics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// A released mutex is free until the waiter that was woken for it comes. Who comes before lets it pass: the one that released it, most often, which would
/// have it again each time. It is not barred from it: it may still own it, and nobody but the platform layer knows.
/// </summary>
internal static partial class HandleWaits
{
    // Who was called may find that it has to pass the call on, to one that stands behind the caller by then.
    private const int MostYields = 4;

    // About as long as a hub takes to wake up.
    private const int SpinsBeforeSleep = 50;
    private const int SpinLength = 100;

    private static long s_lastGivenWay;

    /// <summary>Before a green thread waits for mutexes.</summary>
    private static void LetCalledFirst(GreenThread me, ReadOnlySpan<nint> handles, ulong mutexes)
    {
        for (int yields = 0; yields < MostYields && IsCalled(handles, mutexes); yields++)
        {
            me.Hub.Yield(me);
        }
    }

    /// <summary>
    /// Before a native thread waits for a mutex. It gives a green thread that was woken for it the time to come, but seldom: it may own the mutex, and only
    /// enter it once more.
    /// </summary>
    internal static void LetCalledFirst(nint mutex)
    {
        long now = Environment.TickCount64;
        if (now == Volatile.Read(ref s_lastGivenWay) || !IsCalled([mutex], 1))
        {
            return;
        }

        Volatile.Write(ref s_lastGivenWay, now);
        for (int spins = 0; spins < SpinsBeforeSleep && IsCalled([mutex], 1); spins++)
        {
            Thread.SpinWait(SpinLength);
        }

        if (IsCalled([mutex], 1))
        {
            CoreLib.Sleep(1);
        }
    }

    private static bool IsCalled(ReadOnlySpan<nint> handles, ulong mutexes)
    {
        bool isCalled = false;
        for (; mutexes != 0 && !isCalled; mutexes &= mutexes - 1)
        {
            WaitKey key = new(handles[BitOperations.TrailingZeroCount(mutexes)]);
            ref WaitStripe<HandleQueue> stripe = ref s_table.Stripe(key);
            stripe.Enter();
            isCalled = stripe.Find(key) is { Called: > 0 };
            stripe.Exit();
        }

        return isCalled;
    }
}
