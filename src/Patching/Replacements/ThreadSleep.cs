using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>Thread.Sleep(int) and Thread.Yield(): the other overloads call these.</summary>
[StackTraceHidden]
internal static class ThreadSleep
{
    /// <summary>Thread.Sleep(int).</summary>
    internal static void Sleep(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (GreenThread.Current is not { } me)
        {
            CoreLib.Sleep(millisecondsTimeout);
            return;
        }

        // Zero is a wait, too: it notices an interruption.
        WakeReason reason = millisecondsTimeout == 0
            ? YieldInterruptibly(me)
            : me.Park(me.BeginWait(), WaitTime.Nanoseconds(millisecondsTimeout), "Thread.Sleep");
        if (reason == WakeReason.Interrupted)
        {
            throw new ThreadInterruptedException();
        }
    }

    /// <summary>Thread.Yield(): whether others were ready.</summary>
    internal static bool Yield() => GreenThread.Current is { } me ? me.Hub.Yield(me) : CoreLib.Yield();

    private static WakeReason YieldInterruptibly(GreenThread me)
    {
        me.Hub.Yield(me);
        return me.Park(me.BeginWait(), 0, "Thread.Sleep");
    }
}
