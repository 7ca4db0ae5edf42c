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

    // Above what is used of a stack: there those that were given back are linked by their own memory. No other is to be needed behind the gate.
    private const int Margin = 64;

    private nint* _returned;
    private byte* _fresh;
    private int _freshCount;
    private SpinGate _gate;

    /// <summary>The top of a stack. Throws <see cref="OutOfMemoryException"/>, as starting a thread would.</summary>
    internal ulong Rent()
    {
        _gate.Enter();
        ulong top = Take();
        _gate.Exit();
        return top != 0 ? top : throw new OutOfMemoryException();
    }

    internal void Return(ulong top)
    {
        nint* link = (nint*)top;
        _gate.Enter();
        *link = (nint)_returned;
        _returned = link;
        _gate.Exit();
    }

    private ulong Take()
    {
        if (_returned is not null)
        {
            nint* link = _returned;
            _returned = (nint*)*link;
            return (ulong)link;
        }

        if (_freshCount == 0)
        {
            byte* block = (byte*)Libc.Mmap(null, Size * PerBlock, protection: 3, flags: 0x22 | 0x20000, fd: -1, 0);
            if (block == (byte*)-1)
            {
                return 0;
            }

            _fresh = block;
            _freshCount = PerBlock;
        }

        _fresh += Size;
        _freshCount--;
        return (ulong)_fresh - Margin;
    }
}
