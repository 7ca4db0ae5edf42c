namespace Shim.Patching;

/// <summary>
/// What the monitor replacements take from the private side of CoreCLR 10.0. Paths are those of dotnet/runtime, branch release/10.0. The
/// runtime's own description (contract descriptor) gives the sync table and says that SyncBlock.InteropInfo is at 56, which is the size
/// of AwareLock; the rest is proven on the running runtime by <see cref="Replacements.AwareLockProbe"/> before it is used.
/// </summary>
internal static class Runtime10Locks
{
    /// <summary>The global in the contract descriptor; its value is the address of g_pSyncTable.</summary>
    internal const string SyncTableGlobal = "SyncTableEntries";

    // src/coreclr/vm/syncblk.h, class SyncTableEntry: m_SyncBlock, m_Object.
    internal const int SyncTableEntrySize = 16;
    internal const int SyncTableEntryBlock = 0;

    // src/coreclr/vm/syncblk.h: BIT_SBLK_IS_HASH_OR_SYNCBLKINDEX set and BIT_SBLK_IS_HASHCODE clear means an index in the low 26 bits.
    internal const uint HeaderKindMask = 0x0C00_0000;
    internal const uint HeaderIsIndex = 0x0800_0000;
    internal const uint HeaderIndexMask = 0x03FF_FFFF;

    // src/coreclr/vm/syncblk.h: without BIT_SBLK_IS_HASH_OR_SYNCBLKINDEX, SBLK_MASK_LOCK_THREADID is the holder's managed id; BIT_SBLK_SPIN_LOCK guards changes.
    internal const uint HeaderIsHashOrIndex = 0x0800_0000;
    internal const uint HeaderIsChanging = 0x1000_0000;
    internal const uint HeaderHolderMask = 0x0000_FFFF;

    // src/coreclr/vm/syncblk.h, class AwareLock (first member of SyncBlock).
    internal const int LockState = 0;
    internal const int LockRecursion = 4;
    internal const int LockHolder = 8;
    internal const int LockEventHandle = 32; // m_SemEvent.m_handle
    internal const int LockEventFlags = 40; // m_SemEvent.m_dwFlags

    // src/coreclr/vm/syncblk.h, class AwareLock::LockState.
    internal const uint IsLocked = 1;
    internal const uint ShouldNotPreemptWaiters = 1 << 1;
    internal const uint SpinnerMask = 7 << 2;
    internal const uint IsWaiterSignaledToWake = 1 << 5;
    internal const uint OneWaiter = 1 << 6;

    // src/coreclr/vm/synch.h, class CLREventBase: CLREVENT_FLAGS_MONITOREVENT_ALLOCATED, .._SIGNALLED.
    internal const uint EventIsAllocated = 0x08;
    internal const uint EventIsSignalled = 0x10;

    // System.Private.CoreLib, Monitor.EnterHelperResult; the third asks for the slow path.
    internal const int Contention = 0;
    internal const int Entered = 1;

    // System.Private.CoreLib, Monitor.LeaveHelperAction.Signal.
    internal const int LeaveSignal = 1;
}
