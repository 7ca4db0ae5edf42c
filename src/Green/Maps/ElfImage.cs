namespace Shim.Green.Maps;

/// <summary>
/// The headers of a library in memory. ELF is a public format; field offsets are those of Elf64_Ehdr, Elf64_Phdr and Elf64_Dyn in elf.h.
/// </summary>
internal readonly unsafe struct ElfImage(nint start)
{
    internal const int DynamicSegment = 2, TlsSegment = 7;
    private const int TagFlags = 30, FlagStaticTls = 0x10;

    /// <summary>Where it is mapped; 0 when it is not loaded.</summary>
    internal ulong Start => (ulong)start;

    /// <summary>Whether it is there, and ELF.</summary>
    internal bool IsValid => start != 0 && *(uint*)start == 0x464C457F;

    /// <summary>How many bytes of thread-local storage each thread has for it.</summary>
    internal ulong TlsSize => Segment(TlsSegment) is var segment && segment == null ? 0 : *(ulong*)(segment + 40);

    /// <summary>Whether its code reaches thread-local storage at fixed distances from the thread pointer, not by way of the thread's table (the DTV).</summary>
    internal bool HasStaticTls
    {
        get
        {
            for (ulong* entry = Dynamic; entry != null && entry[0] != 0; entry += 2)
            {
                if (entry[0] == TagFlags)
                {
                    return (entry[1] & FlagStaticTls) != 0;
                }
            }

            return false;
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
}
