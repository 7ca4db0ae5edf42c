using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// Waits inside the runtime, which no loop can see the end of: for finalizers, for a garbage collection, for the end of the process. The green
/// thread gives the carrier away, because what it waits for may wait for other green threads: a finalizer for a lock, a ProcessExit handler for
/// a thread.
/// </summary>
[StackTraceHidden]
internal static unsafe class RuntimeWaits
{
    internal static nint s_totalMemory; // set by the patch map

    /// <summary>GC.WaitForPendingFinalizers().</summary>
    internal static void WaitForPendingFinalizers()
    {
        if (GreenThread.Current is { } me)
        {
            NativeWait.Run(me, CoreLib.WaitForFinalizers);
        }
        else
        {
            CoreLib.WaitForFinalizers();
        }
    }

    /// <summary>
    /// GC.GetTotalMemory(bool). Asked to collect, it waits for finalizers before each of its collections; precompiled, WaitForPendingFinalizers is inlined
    /// into it, so that it does not come by there.
    /// </summary>
    internal static long GetTotalMemory(bool forceFullCollection)
    {
        if (!forceFullCollection || GreenThread.Current is not { } me)
        {
            return ((delegate*<bool, long>)s_totalMemory)(forceFullCollection);
        }

        long size = 0;
        NativeWait.Run(me, () => size = ((delegate*<bool, long>)s_totalMemory)(true));
        return size;
    }

    /// <summary>GC.WaitForFullGCApproach().</summary>
    internal static GCNotificationStatus WaitForFullGCApproach() => Approach(Timeout.Infinite);

    /// <summary>GC.WaitForFullGCApproach(int).</summary>
    internal static GCNotificationStatus WaitForFullGCApproachFor(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return Approach(millisecondsTimeout);
    }

    /// <summary>GC.WaitForFullGCComplete().</summary>
    internal static GCNotificationStatus WaitForFullGCComplete() => Complete(Timeout.Infinite);

    /// <summary>GC.WaitForFullGCComplete(int).</summary>
    internal static GCNotificationStatus WaitForFullGCCompleteFor(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return Complete(millisecondsTimeout);
    }

    /// <summary>Environment.Exit(int). ProcessExit handlers run on the runtime's finalizer thread, while this one waits for them.</summary>
    [DoesNotReturn]
    internal static void Exit(int exitCode)
    {
        // Never left: there is nothing to come back to.
        _ = BlockingRegion.Enter();
        CoreLib.EndProcess(exitCode);
        throw new UnreachableException();
    }

    private static GCNotificationStatus Approach(int milliseconds)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return (GCNotificationStatus)CoreLib.WaitForFullGCApproach(milliseconds);
    }

    private static GCNotificationStatus Complete(int milliseconds)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return (GCNotificationStatus)CoreLib.WaitForFullGCComplete(milliseconds);
    }
}
