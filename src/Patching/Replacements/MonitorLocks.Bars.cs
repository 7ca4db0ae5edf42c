using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// A lock that is free, and barred from all who have not waited for it (P, docs/locks.md) because a green thread is on its way to it; and the native threads,
/// which may be what that one's carrier waits for.
/// </summary>
internal static partial class MonitorLocks
{
    // Milliseconds: longer than a carrier that is not kept takes to come to a green thread. It may have been a native thread that starved that one.
    private const int PatienceAtBar = 4;

    // By the lock's address, when it was barred last. Two that share a slot make each other's bar look younger: it is lifted later by who comes often and waits for little.
    private const int BarSlots = 256;
    private const uint BarOrLock = Runtime10Locks.ShouldNotPreemptWaiters | Runtime10Locks.IsLocked;
    private static readonly long[] s_barredAt = new long[BarSlots];

    /// <summary>
    /// For who holds a lock that has a sync block for good: when it is left, nobody enters who has not waited, before a green thread comes that was just
    /// woken and calls <see cref="EnterFirst"/>; but native threads do not wait for long if it does not.
    /// </summary>
    internal static void BarOthers(object obj)
    {
        if (AwareLock.IsKnown && AwareLock.Find(obj) is var address and not 0)
        {
            Bar(address);
        }
    }

    private static void Bar(nint address)
    {
        Volatile.Write(ref BarredAt(address), Stopwatch.GetTimestamp());
        AwareLock.Set(address, Runtime10Locks.ShouldNotPreemptWaiters);
    }

    private static ref long BarredAt(nint address) => ref s_barredAt[(int)(address >> 4) & (BarSlots - 1)];

    /// <summary>Monitor.Enter for whom the others were barred from the lock: it lifts the bar, and is the first of those that wait.</summary>
    internal static void EnterFirst(GreenThread me, object obj) => EnterGreen(me, obj, Timeout.Infinite, isFirst: true);

    private static void EnterNative(object obj)
    {
        if (IsBarred(obj) && PassBar(obj, PatienceAtBar, mayLift: true))
        {
            return;
        }

        try
        {
            CoreLib.Enter(obj);
        }
        catch (ThreadInterruptedException)
        {
            Repair(obj);
            throw;
        }
    }

    private static bool TryEnterNative(object obj, int milliseconds)
    {
        if (IsBarred(obj))
        {
            // Half of a short time, so that the other half is left for a lock that was free all the time.
            int patience = milliseconds < 0 ? PatienceAtBar : Math.Min(PatienceAtBar, milliseconds / 2);
            if (PassBar(obj, patience, mayLift: patience == PatienceAtBar))
            {
                return true;
            }

            milliseconds -= milliseconds < 0 ? 0 : patience;
        }

        return TryEnterRepairing(obj, milliseconds);
    }

    private static bool TryEnterRepairing(object obj, int milliseconds)
    {
        bool isEntered = false;
        try
        {
            isEntered = CoreLib.TryEnter(obj, milliseconds);
        }
        finally
        {
            // It may have left a signal behind that was meant for it.
            if (!isEntered)
            {
                Repair(obj);
            }
        }

        return isEntered;
    }

    /// <summary>
    /// Waits for a barred lock as others do; where it is free after that time, and barred still, who should have come is kept, and the bar is lifted. True when
    /// the lock was entered.
    /// </summary>
    /// <param name="obj">Whose lock.</param>
    /// <param name="milliseconds">How long.</param>
    /// <param name="mayLift">Whether that is long enough. Otherwise the bar itself must be old enough: who polls would take each bar away before anybody can come.</param>
    private static bool PassBar(object obj, int milliseconds, bool mayLift)
    {
        if (TryEnterRepairing(obj, milliseconds))
        {
            return true;
        }

        if (AwareLock.Find(obj) is var address and not 0 && AwareLock.State(address) is var state && (state & BarOrLock) == Runtime10Locks.ShouldNotPreemptWaiters
            && (mayLift || Stopwatch.GetElapsedTime(Volatile.Read(ref BarredAt(address))).TotalMilliseconds >= PatienceAtBar))
        {
            // In vain if anything has changed: then somebody came.
            AwareLock.CompareAndSet(address, state & ~Runtime10Locks.ShouldNotPreemptWaiters, state);
        }

        return false;
    }

    // Also while it is held: it may be left at any moment. (A lock without a sync block cannot be barred.)
    private static bool IsBarred(object obj) =>
        AwareLock.IsKnown && AwareLock.Find(obj) is var address and not 0 && (AwareLock.State(address) & Runtime10Locks.ShouldNotPreemptWaiters) != 0;
}
