namespace Shim.Green.Maps;

/// <summary>
/// The headers of a library in memory. ELF is a public format; field offsets are those of Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn and Elf64_Rela in elf.h.
/// </summary>
internal readonly unsafe struct ElfImage(nint start)
{
    internal const int TagPltSize = 2, TagStringTable = 5, TagSymbolTable = 6, TagRela = 7, TagRelaSize = 8, TagPltRela = 23;
    private const int DynamicSegment = 2, TlsSegment = 7;
    private const int StaticOffset = 18, Descriptor = 36;

    /// <summary>Where it is mapped; 0 when it is not loaded.</summary>
    internal ulong Start => (ulong)start;

    /// <summary>Whether it is there, and ELF.</summary>
    internal bool IsValid => start != 0 && *(uint*)start == 0x464C457F;

    /// <summary>How many bytes of thread-local storage each thread has for it.</summary>
    internal ulong TlsSize => Segment(TlsSegment) is var segment && segment == null ? 0 : *(ulong*)(segment + 40);

    /// <summary>
    /// Whether its code reaches thread-local variables, or may, at fixed distances from the thread pointer, not by way of the thread's table (the DTV):
    /// it has relocations of the kinds for that, R_X86_64_TPOFF64 or R_X86_64_TLSDESC.
    /// </summary>
    internal bool HasStaticTls =>
        HasStaticTlsIn(Address(TagPltRela), Value(TagPltSize)) || HasStaticTlsIn(Address(TagRela), Value(TagRelaSize));

    /// <summary>What its dynamic section says under a tag; 0 when nothing.</summary>
    internal ulong Value(ulong tag)
    {
        byte* segment = Segment(DynamicSegment);
        for (ulong* entry = segment == null ? null : (ulong*)(Start + *(ulong*)(segment + 16)); entry != null && entry[0] != 0; entry += 2)
        {
            if (entry[0] == tag)
            {
                return entry[1];
            }
        }

        return 0;
    }

    /// <summary>The same for an address: glibc relocates these in place, other loaders leave them relative to the start.</summary>
    internal ulong Address(ulong tag) => Value(tag) is var value && value != 0 && value < Start ? value + Start : value;

    private byte* Segment(int type)
    {
        byte* header = (byte*)start;
        byte* programHeaders = header + *(ulong*)(header + 32);
        int count = *(ushort*)(header + 56);
        for (int i = 0; i < count; i++)
        {
            byte* segment = programHeaders + (i * 56);
            if (*(uint*)segment == type)
            {
                return segment;
            }
        }

        return null;
    }

    private static bool HasStaticTlsIn(ulong table, ulong size)
    {
        for (ulong offset = 0; table != 0 && offset < size; offset += 24)
        {
            if (*(uint*)(table + offset + 8) is StaticOffset or Descriptor)
            {
                return true;
            }
        }

        return false;
    }
}
