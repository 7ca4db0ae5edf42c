using System.Runtime.InteropServices;
using Shim.Green.Interop;
using Shim.Green.Maps;

namespace Shim.Green.Switching;

/// <summary>
/// The cell through which a loaded library calls a function of another one (its entry in the global offset table). ELF is a public
/// format; field offsets are those of Elf64_Sym and Elf64_Rela in elf.h.
/// </summary>
internal sealed unsafe class ElfImport
{
    private const int JumpSlot = 7, GlobalData = 6;
    private const ulong PageMask = 4095;

    private readonly int _protection;

    private ElfImport(ulong* cell, int protection)
    {
        Cell = cell;
        _protection = protection;
    }

    /// <summary>The cell; what it holds is called.</summary>
    internal ulong* Cell { get; }

    /// <summary>
    /// Finds the one cell for <paramref name="symbol"/> in the library that begins at <paramref name="start"/> (0: it is not loaded); null when there is not
    /// exactly one, or it holds something else than <paramref name="target"/>.
    /// </summary>
    internal static ElfImport? Find(ProcessMaps maps, nint start, ReadOnlySpan<byte> symbol, nint target)
    {
        ElfImage image = new(start);
        if (!image.IsValid)
        {
            return null;
        }

        ulong cell = SearchRelocations(image, symbol);
        return cell != 0 && *(nint*)cell == target && maps.TryFind((nint)cell, out MapRegion region) ? new ElfImport((ulong*)cell, region.Protection) : null;
    }

    /// <summary>Writes the cell, whose page may be read-only (RELRO), and puts the page's protection back. False when the kernel refused.</summary>
    internal bool Write(ulong target)
    {
        void* page = (void*)((ulong)Cell & ~PageMask);
        if (Libc.Mprotect(page, (nuint)PageMask + 1, _protection | Libc.ProtWrite) != 0)
        {
            return false;
        }

        Volatile.Write(ref *Cell, target);
        return Libc.Mprotect(page, (nuint)PageMask + 1, _protection) == 0;
    }

    private static ulong SearchRelocations(ElfImage image, ReadOnlySpan<byte> symbol)
    {
        ulong symbols = image.Address(ElfImage.TagSymbolTable), strings = image.Address(ElfImage.TagStringTable);
        ulong found = 0;
        int matches =
            Scan(image.Start, image.Address(ElfImage.TagPltRela), image.Value(ElfImage.TagPltSize), symbols, strings, symbol, ref found)
            + Scan(image.Start, image.Address(ElfImage.TagRela), image.Value(ElfImage.TagRelaSize), symbols, strings, symbol, ref found);
        return matches == 1 ? found : 0;
    }

    private static int Scan(ulong start, ulong table, ulong size, ulong symbols, ulong strings, ReadOnlySpan<byte> symbol, ref ulong found)
    {
        int matches = 0;
        for (ulong offset = 0; table != 0 && offset < size; offset += 24)
        {
            ulong* relocation = (ulong*)(table + offset);
            uint type = (uint)relocation[1];
            if (type is not (JumpSlot or GlobalData))
            {
                continue;
            }

            byte* name = (byte*)(strings + *(uint*)(symbols + ((relocation[1] >> 32) * 24)));
            if (MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).SequenceEqual(symbol))
            {
                found = start + relocation[0];
                matches++;
            }
        }

        return matches;
    }
}
