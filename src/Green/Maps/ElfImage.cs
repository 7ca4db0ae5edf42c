namespace Shim.Green.Maps;

/// <summary>
/// The headers of a library in memory. ELF is a public format; field offsets are those of Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn and Elf64_Rela in elf.h.
/// </summary>
internal readonly unsafe struct ElfImage(nint start)
{
    internal const int DynamicSegment = 2, TlsSegment = 7;
    internal const int TagPltSize = 2, TagRela = 7, TagRelaSize = 8, TagPltRela = 23;
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
    internal bool HasStaticTls
    {
        get
        {
            ulong plt = 0, pltSize = 0, rela = 0, relaSize = 0;
            for (ulong* entry = Dynamic; entry != null && entry[0] != 0; entry += 2)
            {
                // glibc relocates these pointers in place, other loaders leave them relative to the base.
                ulong value = entry[1];
                ulong address = value < Start ? value + Start : value;
                switch (entry[0])
                {
                    case TagPltRela: plt = address; break;
                    case TagPltSize: pltSize = value; break;
                    case TagRela: rela = address; break;
                    case TagRelaSize: relaSize = value; break;
                }
            }

            return HasStaticTlsIn(plt, pltSize) || HasStaticTlsIn(rela, relaSize);
        }
    }

    /// <summary>Its dynamic section, pairs of tag and value up to a tag of 0; null when there is none.</summary>
    internal ulong* Dynamic => Segment(DynamicSegment) is var segment && segment == null ? null : (ulong*)(Start + *(ulong*)(segment + 16));

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
