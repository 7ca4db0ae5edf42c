using System.Runtime.InteropServices;
using FluentAssertions;
using Shim.Patching;
using Shim.Patching.Detours;
using Shim.Patching.Replacements;
using Xunit;

namespace Patching.Tests.Sync;

/// <summary>The runtime's lock, in a process that is not patched.</summary>
public sealed class AwareLockTests
{
    private static readonly nint s_syncTable = SyncTable();

    [Fact]
    public void This_runtime_is_as_assumed() => AwareLockProbe.Run(s_syncTable).Should().BeNull();

    [Fact]
    public void Without_a_sync_table_it_says_so() => AwareLockProbe.Run(0).Should().Contain("sync table");

    [Fact]
    public void An_object_without_a_sync_block_has_no_lock()
    {
        AwareLock.SetSyncTable(s_syncTable);
        object plain = new();
        AwareLock.Find(plain).Should().Be(0);

        lock (plain)
        {
            AwareLock.Find(plain).Should().Be(0, "its lock is in the header");
            AwareLock.Pin(plain).Should().NotBe(0);
        }
    }

    [Fact]
    public void A_pinned_lock_survives_collections()
    {
        AwareLock.SetSyncTable(s_syncTable);
        object target = new();
        nint address;
        lock (target)
        {
            address = AwareLock.Pin(target);
        }

        for (int i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        AwareLock.Find(target).Should().Be(address);
        lock (target)
        {
            AwareLock.State(address).Should().Be(Runtime10Locks.IsLocked);
        }
    }

    [Fact]
    public void Our_waiter_makes_the_release_signal_and_the_signal_can_be_taken_once()
    {
        AwareLock.SetSyncTable(s_syncTable);
        object target = new();
        Monitor.Enter(target);
        nint address = AwareLock.Pin(target);
        AwareLock.AddWaiter(address);
        Monitor.Exit(target);

        AwareLock.State(address).Should().Be(Runtime10Locks.OneWaiter | Runtime10Locks.IsWaiterSignaledToWake);
        AwareLock.IsIdle(address).Should().BeFalse();
        AwareLock.TryTakeSignal(address).Should().BeTrue();
        AwareLock.TryTakeSignal(address).Should().BeFalse();
        AwareLock.Clear(address, Runtime10Locks.IsWaiterSignaledToWake);
        AwareLock.IsIdle(address).Should().BeTrue("a waiter, and nobody on the way");

        AwareLock.Set(address, Runtime10Locks.ShouldNotPreemptWaiters);
        Monitor.TryEnter(target, 0).Should().BeFalse("only waiters may take it");
        AwareLock.RemoveWaiter(address);
        AwareLock.State(address).Should().Be(0, "the last waiter takes its privilege along");
        Monitor.TryEnter(target, 0).Should().BeTrue();
        Monitor.Exit(target);
    }

    private static nint SyncTable()
    {
        string library = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libcoreclr.so");
        return RuntimeContract.Read(NativeLibrary.Load(library)).Global(Runtime10Locks.SyncTableGlobal);
    }
}
