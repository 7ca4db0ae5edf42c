using Shim.Patching.Interop;

namespace Shim.Patching.Detours;

/// <summary>
/// A few pages that are executable where code is, and writable somewhere else (the same shared memory mapped twice), so that no address is ever
/// writable and executable at once. Jump cells grow from the front, code from the second page on. Never unmapped: a thread may be inside.
/// <para>Where there is no shared memory to be had (a seccomp filter that denies memfd_create, vm.memfd_noexec), it is memory of its own: cells writable and never
/// executable, code writable for the moment of a store, as that of images is (<see cref="CodeWriter"/>).</para>
/// </summary>
internal sealed unsafe class ArenaBlock
{
    private const int PageSize = 4096;
    private const int AddressIsTaken = -17; // EEXIST, asm-generic/errno-base.h

    // 0: there is only one mapping.
    private readonly nint _writable;
    private int _cells;
    private int _code = PageSize;

    private ArenaBlock(nint executable, nint writable, int size) => (Start, _writable, Size) = (executable, writable, size);

    internal nint Start { get; }

    internal int Size { get; }

    /// <param name="address">Where.</param>
    /// <param name="size">How long.</param>
    /// <param name="why">What the kernel has against it, or null: the address is taken by now.</param>
    /// <returns>Null when there is none.</returns>
    internal static ArenaBlock? TryMap(nint address, int size, out string? why)
    {
        ArenaBlock? block = TryMapShared(address, size, out why);
        return block is null && why is not null && TryMapOwn(address, size, ref why) is { } own ? own : block;
    }

    private static ArenaBlock? TryMapShared(nint address, int size, out string? why)
    {
        var fd = Libc.MemfdCreate("greenshim-code\0"u8);
        if (fd < 0)
        {
            why = $"memfd_create: errno {-fd}";
            return null;
        }

        try
        {
            if (Libc.Ftruncate(fd, size) is var error and < 0)
            {
                why = $"ftruncate: errno {-error}";
                return null;
            }

            if (!TryMapAt(address, size, Libc.ProtRead | Libc.ProtExec, Libc.MapShared, fd, out why))
            {
                return null;
            }

            var writable = Libc.Mmap(0, size, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, fd, 0);
            if (writable is < 0 and >= -4095)
            {
                why = $"mmap: errno {-writable}";
                _ = Libc.Munmap(address, size);
                return null;
            }

            return new ArenaBlock(address, writable, size);
        }
        finally
        {
            _ = Libc.CloseFd(fd);
        }
    }

    /// <summary>Memory of its own. Also for tests.</summary>
    internal static ArenaBlock? TryMapOwn(nint address, int size, ref string? why)
    {
        if (!TryMapAt(address, size, Libc.ProtRead | Libc.ProtWrite, Libc.MapPrivate | Libc.MapAnonymous, -1, out var lacking))
        {
            why = lacking is null ? null : $"{why}; without shared memory, {lacking}";
            return null;
        }

        if (Libc.Mprotect(address + PageSize, size - PageSize, Libc.ProtRead | Libc.ProtExec) is var error and < 0)
        {
            why = $"{why}; without shared memory, mprotect: errno {-error}";
            _ = Libc.Munmap(address, size);
            return null;
        }

        why = null;
        return new ArenaBlock(address, 0, size);
    }

    private static bool TryMapAt(nint address, int size, int protection, int flags, int fd, out string? why)
    {
        var mapped = Libc.Mmap(address, size, protection, flags | Libc.MapFixedNoReplace, fd, 0);
        why = mapped is < 0 and >= -4095 and not AddressIsTaken ? $"mmap: errno {-mapped}" : null;
        if (mapped == address)
        {
            return true;
        }

        // Kernels before 4.17 take MAP_FIXED_NOREPLACE for a hint.
        if (mapped is < -4095 or > 0)
        {
            _ = Libc.Munmap(mapped, size);
        }

        return false;
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

    /// <summary>Puts code there. Where there is only one mapping, threads that run what is there already can go on meanwhile.</summary>
    internal void Write(nint address, ReadOnlySpan<byte> bytes)
    {
        if (_writable != 0)
        {
            bytes.CopyTo(new Span<byte>((void*)(_writable + (address - Start)), bytes.Length));
            return;
        }

        if (Libc.Mprotect(Start + PageSize, Size - PageSize, Libc.ProtRead | Libc.ProtWrite | Libc.ProtExec) is var error and < 0)
        {
            throw new DetourRefusedException($"the kernel does not let code be written (mprotect: errno {-error}), nor is there shared memory for it (memfd_create)");
        }

        bytes.CopyTo(new Span<byte>((void*)address, bytes.Length));
        _ = Libc.Mprotect(Start + PageSize, Size - PageSize, Libc.ProtRead | Libc.ProtExec);
    }

    internal void WriteCell(nint address, nint value) => Volatile.Write(ref *(nint*)(_writable == 0 ? address : _writable + (address - Start)), value);
}
