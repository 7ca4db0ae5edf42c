using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The small stacks on which lent-out OS threads sleep. A signal that was in flight when the thread parked is handled there, so one
/// must hold a signal frame with the widest vector state (11 KiB with AMX) and the runtime's handler; only the pages that are
/// touched cost memory. Cut from large blocks, because the number of mappings of a process is limited (vm.max_map_count).
/// </summary>
internal sealed unsafe class ParkStacks
{
    private const int Size = 32 * 1024;
    private const int PerBlock = 128;

    private PointerStack _free = new();
    private SpinGate _gate;

    /// <summary>The top of a stack. Throws <see cref="OutOfMemoryException"/>, as starting a thread would.</summary>
    internal ulong Rent()
    {
        _gate.Enter();
        try
        {
            if (_free.Count == 0)
            {
                byte* block = (byte*)Libc.Mmap(null, Size * PerBlock, protection: 3, flags: 0x22 | 0x20000, fd: -1, 0);
                if (block == (byte*)-1)
                {
                    throw new OutOfMemoryException();
                }

                for (int i = PerBlock; i > 0; i--)
                {
                    _free.Push((nint)(block + ((long)i * Size)));
                }
            }

            return (ulong)_free.Pop() - 64;
        }
        finally
        {
            _gate.Exit();
        }
    }

    internal void Return(ulong top)
    {
        _gate.Enter();
        _free.Push((nint)top + 64);
        _gate.Exit();
    }
}
