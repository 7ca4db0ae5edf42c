using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// Finds green threads that wait for each other in a circle: each, without a time limit, for a lock that the next one holds, or for its end. Nothing but
/// an interruption can help them.
/// </summary>
/// <remarks>
/// Whoever has waited for a second looks, and then again after two, four, and every eight: a wait that short costs nothing. Only a circle is
/// reported. That nobody has anything to do is no proof: a native thread, a signal or another process may change that at any time.
/// </remarks>
internal static class Deadlocks
{
    /// <summary>Nanoseconds after which a waiter looks first.</summary>
    internal const long FirstLook = 1_000_000_000;

    private const long LastLook = 8_000_000_000;

    /// <summary>Looks, and says after how many nanoseconds to look again.</summary>
    internal static long LookAgain(GreenThread me, string waitName, long last)
    {
        Look(me, waitName);
        return Math.Min(last * 2, LastLook);
    }

    /// <summary>Reports a circle that the caller, which is about to wait on, is in. Throws nothing: who waits has not asked for it.</summary>
    internal static void Look(GreenThread me, string waitName)
    {
        // The thread pool may have to wait for a lock of its own, and who is told of an exception may wait, too. The caller's node is in a queue still, where
        // wakers pass it by; those waits take another, and then the caller's goes on.
        WaitAside aside = me.PutWaitAside();
        try
        {
            LookForCircle(me, waitName);
        }
        catch (Exception)
        {
            // No memory, no thread, or no descriptor for an assembly that the report takes: then it is not made.
        }
        finally
        {
            me.TakeWaitBack(aside);
        }
    }

    // Not inlined, so that it is compiled inside of the attempt.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LookForCircle(GreenThread me, string waitName)
    {
        // Not to be left to a certain one of the circle: all may look in the same moment, and then only the last of them finds the others parked.
        if (me.IsReported || Find(me, waitName) is not { } circle)
        {
            return;
        }

        foreach (GreenThread green in circle)
        {
            green.IsReported = true;
        }

        Report(me, circle);
    }

    private static void Report(GreenThread me, IReadOnlyList<GreenThread> circle)
    {
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(static circle => Dump.Report(() => Dump.Deadlock(circle)), circle, preferLocal: false);
        }
        finally
        {
            // Should it have waited.
            me.IsReported = true;
        }
    }

    /// <summary>The circle of waits that a green thread is in, itself first; null when there is none, or somebody in it has moved meanwhile.</summary>
    /// <param name="me">Whose.</param>
    /// <param name="waitName">What it waits for.</param>
    internal static IReadOnlyList<GreenThread>? Find(GreenThread me, string waitName)
    {
        if (!me.WaitsForever || OwnerOf(waitName, me.WaitsOn) is not { } next)
        {
            return null;
        }

        List<GreenThread> circle = [me];
        List<long> waits = [me.Wait];
        HashSet<GreenThread> seen = [me];
        while (next != me)
        {
            long wait = next.Wait;
            if (!seen.Add(next) || next.WaitingFor is not { } waitingFor || !next.WaitsForever || OwnerOf(waitingFor, next.WaitsOn) is not { } owner)
            {
                return null;
            }

            circle.Add(next);
            waits.Add(wait);
            next = owner;
        }

        // Each held what the one before waits for at the moment that it was looked at. That they did so together follows if none has run since.
        for (int i = 0; i < circle.Count; i++)
        {
            if (circle[i].Wait != waits[i])
            {
                return null;
            }
        }

        return circle;
    }

    /// <summary>Which green thread has to move before such a wait can end; null when there is none, or it is not known.</summary>
    /// <param name="waitingFor">The call that waits.</param>
    /// <param name="target">What it waits on.</param>
    internal static GreenThread? OwnerOf(string? waitingFor, object? target) => (waitingFor, target) switch
    {
        (MonitorLocks.WaitName, not null) => AwareLock.IsKnown ? ThreadTable.Find(AwareLock.HolderOf(target)) : null,
        (ThreadJoin.WaitName, Thread thread) => GreenThread.Of(thread),
        (HandleWaits.WaitName, AutoResetEvent waitEvent) => LockEvents.Find(waitEvent) is { } held ? ThreadTable.FindNative((int)OwnerOf(Unsafe.As<Lock>(held))) : null,
        _ => null,
    };

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_owningThreadId")]
    private static extern ref uint OwnerOf(Lock self);
}
