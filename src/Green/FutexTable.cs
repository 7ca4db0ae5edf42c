using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>
/// The kernel's table of futex waiters. Since Linux 6.16 each process has one of its own, with four slots a processor: thousands of parked
/// OS threads then stand in a handful of chains, and every wake-up in the process, the runtime's own included, walks one of them.
/// </summary>
internal static class FutexTable
{
    // include/uapi/linux/prctl.h, PR_FUTEX_HASH and PR_FUTEX_HASH_SET_SLOTS.
    private const int FutexHash = 78;
    private const nuint SetSlots = 1;

    // 256 KiB of kernel memory; a dozen waiters a slot at the most green threads that the mappings of a process allow.
    private const nuint Slots = 4096;

    /// <summary>Makes it large enough. An older kernel, which has a large table for all processes together, says no, and that is fine.</summary>
    internal static void Widen() => Libc.Prctl(FutexHash, SetSlots, Slots, 0, 0);
}
