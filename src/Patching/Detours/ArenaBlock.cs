using Shim.Patching.Interop;

namespace Shim.Patching.Detours;

/// <summary>
/// A few pages that are executable where code is, and writable somewhere else (the same shared memory mapped twice), so that no address is ever
/// writable and executable at once. Jump cells grow from the front, code from the second page on. Never unmapped: a thread may be inside.
/// </summary>
internal sealed unsafe class ArenaBlock
{
    private const int PageSize = 4096;

    private readonly nint _writable;
    private int _cells;
    private int _code = PageSize;

    private ArenaBlock(nint executable, nint writable, int size) => (Start, _writable, Size) = (executable, writable, size);

    internal nint Start { get; }

    internal int Size { get; }

    /// <returns>Null when the address is taken by now or the kernel refuses.</returns>
    internal static ArenaBlock? TryMap(nint address, int size)
    {
        var fd = Libc.MemfdCreate("greenshim-code\0"u8);
        if (fd < 0)
        {
            return null;
        }

        try
        {
            if (Libc.Ftruncate(fd, size) < 0)
            {
                return null;
            }

            var executable = Libc.Mmap(address, size, Libc.ProtRead | Libc.ProtExec, Libc.MapShared | Libc.MapFixedNoReplace, fd, 0);
            if (executable != address)
            {
                // Kernels before 4.17 take MAP_FIXED_NOREPLACE for a hint.
                if (executable is < -4095 or > 0)
                {
                    _ = Libc.Munmap(executable, size);
                }

                return null;
            }

            var writable = Libc.Mmap(0, size, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, fd, 0);
            if (writable is < 0 and >= -4095)
            {
                _ = Libc.Munmap(executable, size);
                return null;
            }

            return new ArenaBlock(executable, writable, size);
        }
        finally
        {
            _ = Libc.CloseFd(fd);
        }
    }

    /// <summary>Room for an 8-byte jump target; 0 when full.</summary>
    internal nint TakeCell() => _cells + 8 > PageSize ? 0 : Start + (_cells += 8) - 8;

    /// <summary>Room for code, aligned to 16; 0 when full.</summary>
    internal nint TakeCode(int length)
    {
        if (_code + length > Size)
        {
            return 0;
        }

        var address = Start + _code;
        _code += (length + 15) & ~15;
        return address;
    }

    internal bool Contains(nint address) => address >= Start && address < Start + Size;

    internal void Write(nint address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(new Span<byte>((void*)(_writable + (address - Start)), bytes.Length));

    internal void WriteCell(nint address, nint value) => Volatile.Write(ref *(nint*)(_writable + (address - Start)), value);
}
