using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>Proves the layout and the protocol that <see cref="AwareLock"/> assumes, on this runtime, with a lock of its own.</summary>
internal static unsafe class AwareLockProbe
{
    private const int Patience = 2_000_000;

    /// <summary>Null when everything is as assumed; otherwise what is not.</summary>
    /// <param name="syncTable">The address of the runtime's pointer to its sync table.</param>
    internal static string? Run(nint syncTable)
    {
        if (syncTable == 0)
        {
            return "the runtime does not say where its sync table is";
        }

        AwareLock.SetSyncTable(syncTable);
        object probe = new();
        bool isHeldBefore = AwareLock.IsHeldInHeader(probe);
        if (!CoreLib.TryEnterNow(probe))
        {
            return "a free lock cannot be taken at once";
        }

        if (isHeldBefore || (!AwareLock.IsHeldInHeader(probe) && Environment.CurrentManagedThreadId <= Runtime10Locks.HeaderHolderMask))
        {
            Monitor.Exit(probe);
            return "the header of a locked object does not look like it";
        }

        nint address = AwareLock.Pin(probe);
        if (address == 0)
        {
            Monitor.Exit(probe);
            return "a locked object with a hash code has no sync block";
        }

        if (!HoldsOnce(address))
        {
            Monitor.Exit(probe);
            return "a lock that is held once does not look like it";
        }

        Monitor.Enter(probe);
        bool isTwice = *(uint*)(address + Runtime10Locks.LockRecursion) == 2;
        Monitor.Exit(probe);
        if (!isTwice || !HoldsOnce(address))
        {
            Monitor.Exit(probe);
            return "a lock that is held twice does not look like it";
        }

        return WithoutNativeWaiter(probe, address) ?? WithNativeWaiter(probe, address);
    }

    private static bool HoldsOnce(nint address) =>
        AwareLock.State(address) == Runtime10Locks.IsLocked
        && *(uint*)(address + Runtime10Locks.LockRecursion) == 1
        && AwareLock.Holder(address) == Environment.CurrentManagedThreadId;

    /// <summary>The release of a lock with our waiter alone signals an event that does not exist yet. Enters with the lock held.</summary>
    private static string? WithoutNativeWaiter(object probe, nint address)
    {
        AwareLock.AddWaiter(address);
        Monitor.Exit(probe);
        bool isSignalled = AwareLock.State(address) == (Runtime10Locks.OneWaiter | Runtime10Locks.IsWaiterSignaledToWake);
        bool isTaken = isSignalled && AwareLock.TryTakeSignal(address) && !AwareLock.TryTakeSignal(address);
        if (!isTaken)
        {
            return "the release of a lock with a waiter does not signal as expected";
        }

        AwareLock.Clear(address, Runtime10Locks.IsWaiterSignaledToWake);
        AwareLock.RemoveWaiter(address);
        return AwareLock.State(address) == 0 ? null : "a lock that was released does not look like it";
    }

    /// <summary>Ours and a native waiter: each release wakes the native one until it is served, then signals for ours.</summary>
    private static string? WithNativeWaiter(object probe, nint address)
    {
        Monitor.Enter(probe);
        Thread waiter = new(static state =>
        {
            lock (state!)
            {
            }
        }) { IsBackground = true };
        waiter.UnsafeStart(probe);

        uint* flags = (uint*)(address + Runtime10Locks.LockEventFlags);
        bool waits = Until(() => AwareLock.State(address) == (Runtime10Locks.OneWaiter | Runtime10Locks.IsLocked)
            && (Volatile.Read(ref *flags) & Runtime10Locks.EventIsAllocated) != 0);
        nint handle = *(nint*)(address + Runtime10Locks.LockEventHandle);
        if (!waits || handle is 0 or -1)
        {
            Monitor.Exit(probe);
            return "a native waiter does not look like one";
        }

        bool isQuiet = !AwareLock.TryTakeSignal(address);
        AwareLock.AddWaiter(address);
        Monitor.Exit(probe);
        const uint Expected = Runtime10Locks.OneWaiter | Runtime10Locks.IsWaiterSignaledToWake;
        bool isServed = Until(() => AwareLock.State(address) == Expected && waiter.Join(0));
        if (!isQuiet || !isServed || !AwareLock.TryTakeSignal(address))
        {
            return "a native waiter and ours do not share a lock as expected";
        }

        AwareLock.Clear(address, Runtime10Locks.IsWaiterSignaledToWake);
        AwareLock.RemoveWaiter(address);
        return AwareLock.State(address) == 0 ? null : "a lock that two waited for does not become free";
    }

    private static bool Until(Func<bool> condition)
    {
        for (int i = 0; i < Patience; i++)
        {
            if (condition())
            {
                return true;
            }

            Libc.SchedYield();
        }

        return false;
    }
}
