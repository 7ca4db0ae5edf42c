using System.Runtime.CompilerServices;

namespace Shim.Patching.Replacements;

/// <summary>
/// The runtime's lock of one object, by address: native memory that stays where it is, and stays this object's, once the object has a
/// sync block that is "precious".
/// </summary>
internal static unsafe class AwareLock
{
    private static nint* s_syncTable;

    /// <summary>Whether the layout was proven on this runtime.</summary>
    internal static bool IsKnown { get; set; }

    internal static void SetSyncTable(nint addressOfPointer) => s_syncTable = (nint*)addressOfPointer;

    /// <summary>
    /// The lock of an object that is locked by somebody; 0 when it is free by now, or its header is in transition. Makes the sync block
    /// precious: the runtime then keeps it for the life of the object.
    /// </summary>
    internal static nint Pin(object target)
    {
        // A hash code lives in the header of an object that is not locked. In one that is, it needs a sync block, and a sync block
        // with a hash code is precious.
        _ = RuntimeHelpers.GetHashCode(target);
        return Find(target);
    }

    /// <summary>The managed id of the thread that holds the lock of an object; 0 when nobody does, or nobody ever had to wait for it.</summary>
    internal static int HolderOf(object target) => Find(target) is var address and not 0 ? Holder(address) : 0;

    /// <summary>
    /// Whether another thread holds the lock at this moment; false when nobody ever had to wait for it. Who holds it itself is never told so: it has
    /// entered its id before, and takes it out after.
    /// </summary>
    internal static bool IsHeldByAnother(object target) =>
        Find(target) is var address and not 0 && (State(address) & Runtime10Locks.IsLocked) != 0 && Holder(address) != Environment.CurrentManagedThreadId;

    internal static int Holder(nint address) => Volatile.Read(ref *(int*)(address + Runtime10Locks.LockHolder));

    internal static uint State(nint address) => Volatile.Read(ref *(uint*)address);

    /// <summary>Free, and nobody on the way to it: with a waiter parked, a wake-up was lost.</summary>
    internal static bool IsIdle(nint address) =>
        (State(address) & (Runtime10Locks.IsLocked | Runtime10Locks.SpinnerMask | Runtime10Locks.IsWaiterSignaledToWake)) == 0;

    internal static bool CompareAndSet(nint address, uint value, uint expected) =>
        Interlocked.CompareExchange(ref *(uint*)address, value, expected) == expected;

    internal static void Clear(nint address, uint bits) => Interlocked.And(ref *(uint*)address, ~bits);

    internal static void Set(nint address, uint bits) => Interlocked.Or(ref *(uint*)address, bits);

    internal static void AddWaiter(nint address) => Interlocked.Add(ref *(uint*)address, Runtime10Locks.OneWaiter);

    /// <summary>Takes our waiter out. With the last waiter goes the rule that favours waiters, as in the runtime.</summary>
    internal static void RemoveWaiter(nint address)
    {
        uint before;
        uint after;
        do
        {
            before = State(address);
            after = before - Runtime10Locks.OneWaiter;
            if (after < Runtime10Locks.OneWaiter)
            {
                after &= ~Runtime10Locks.ShouldNotPreemptWaiters;
            }
        }
        while (!CompareAndSet(address, after, before));
    }

    /// <summary>Takes a wake signal out of the lock's event. Atomic with respect to native waiters: one of us has it.</summary>
    internal static bool TryTakeSignal(nint address)
    {
        ref uint flags = ref *(uint*)(address + Runtime10Locks.LockEventFlags);
        while (true)
        {
            uint before = Volatile.Read(ref flags);
            if ((before & Runtime10Locks.EventIsAllocated) != 0)
            {
                return CoreLib.WaitOne(*(nint*)(address + Runtime10Locks.LockEventHandle), 0, trivial: true) == 0;
            }

            // Not created yet: the signal is a flag for whoever creates it.
            if ((before & Runtime10Locks.EventIsSignalled) == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref flags, before & ~Runtime10Locks.EventIsSignalled, before) == before)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Whether the calling thread holds the lock of an object that has neither a sync block nor a hash code.
    /// </summary>
    internal static bool IsHeldInHeader(object target)
    {
        fixed (byte* data = &Unsafe.As<RawObject>(target).Data)
        {
            uint header = *(uint*)(data - sizeof(nint) - sizeof(uint));
            return (header & (Runtime10Locks.HeaderIsHashOrIndex | Runtime10Locks.HeaderIsChanging)) == 0
                && (header & Runtime10Locks.HeaderHolderMask) == (uint)Environment.CurrentManagedThreadId;
        }
    }

    /// <summary>The lock of an object, or 0 when it has no sync block.</summary>
    /// <remarks>
    /// The table is replaced when it grows, and the old one freed at the next collection. No loop and no call may be added here:
    /// without them the JIT leaves no point at which a collection could start between the two reads.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static nint Find(object target)
    {
        fixed (byte* data = &Unsafe.As<RawObject>(target).Data)
        {
            // The header is the word before the method table, which is before the data.
            uint header = *(uint*)(data - sizeof(nint) - sizeof(uint));
            if ((header & Runtime10Locks.HeaderKindMask) != Runtime10Locks.HeaderIsIndex)
            {
                return 0;
            }

            nint entry = *s_syncTable + ((nint)(header & Runtime10Locks.HeaderIndexMask) * Runtime10Locks.SyncTableEntrySize);
            return *(nint*)(entry + Runtime10Locks.SyncTableEntryBlock);
        }
    }

    private sealed class RawObject
    {
        public byte Data;
    }
}
