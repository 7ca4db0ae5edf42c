using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>A page for machine code, written once and then read and executed only.</summary>
internal sealed unsafe class CodePage
{
    private const int Size = 4096;

    private readonly byte* _start;
    private int _used;

    private CodePage(byte* start) => _start = start;

    /// <summary>Where the next routine, or the next piece of the current one, will be.</summary>
    internal byte* Next => _start + _used;

    /// <summary>Null when memory cannot be had.</summary>
    internal static CodePage? Map()
    {
        byte* start = (byte*)Libc.Mmap(null, Size, protection: 3, flags: 0x22, fd: -1, 0);
        return start == (byte*)-1 ? null : new CodePage(start);
    }

    /// <summary>A routine at an address of its own cache line.</summary>
    internal byte* Routine(ReadOnlySpan<byte> bytes)
    {
        _used = (_used + 63) & ~63;
        return Append(bytes);
    }

    /// <summary>What follows immediately.</summary>
    internal byte* Append(ReadOnlySpan<byte> bytes)
    {
        byte* at = Next;
        bytes.CopyTo(new Span<byte>(at, Size - _used));
        _used += bytes.Length;
        return at;
    }

    /// <summary>An instruction that ends in a displacement or an immediate value of 32 bits.</summary>
    internal void Append(ReadOnlySpan<byte> instruction, int value)
    {
        Append(instruction);
        Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
    }

    /// <summary>Takes write access away. False when the kernel refused.</summary>
    internal bool Seal() => Libc.Mprotect(_start, Size, protection: 5) == 0;
}
