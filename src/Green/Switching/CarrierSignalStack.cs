using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The signal stack of a carrier. Native code that sets one for its thread, to survive faults of its own (Wasmtime does), sets the carrier's, and
/// frees the memory when the green thread's own OS thread ends: the next fault on that carrier, a plain NullReferenceException, would kill the process.
/// </summary>
/// <remarks>
/// Such code asks first what there is, as it cannot know who made the thread, and is content with one that is large enough. So carriers have a large
/// one. And when a green thread has ended, or has left a carrier for another, the carrier gets its own back from those who did not ask.
/// </remarks>
internal static unsafe class CarrierSignalStack
{
    // Wasmtime wants 256 KiB (MIN_STACK_SIZE in crates/wasmtime/src/runtime/vm/sys/unix/signals.rs), the most that is known. Costs memory only where a handler runs.
    private const int Size = 512 * 1024;
    private const int Guard = 4096;

    private const int PrivateAnonymousUnreserved = 0x4022;

    /// <summary>Gives the calling OS thread its stack, for as long as the process lives. Where there is no memory, the runtime's small one stays.</summary>
    internal static void Install(Carrier* carrier)
    {
        byte* block = (byte*)Libc.Mmap(null, Guard + Size, Libc.ProtRead | Libc.ProtWrite, PrivateAnonymousUnreserved, fd: -1, 0);
        if (block == (byte*)-1)
        {
            return;
        }

        SignalStack stack = new() { Start = block + Guard, Size = Size };
        if (Libc.Mprotect(block, Guard, protection: 0) == 0 && Libc.Sigaltstack(&stack, null) == 0)
        {
            carrier->SignalStack = (nint)stack.Start;
        }
    }

    /// <summary>Puts it back where somebody has set another. By the carrier's OS thread; does nothing for a carrier without.</summary>
    internal static void Restore(Carrier* carrier)
    {
        SignalStack current;
        if (carrier->SignalStack != 0 && Libc.Sigaltstack(null, &current) == 0 && (nint)current.Start != carrier->SignalStack)
        {
            SignalStack own = new() { Start = (void*)carrier->SignalStack, Size = Size };
            _ = Libc.Sigaltstack(&own, null);
        }
    }
}
