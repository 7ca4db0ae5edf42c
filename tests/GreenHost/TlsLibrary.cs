using System.Runtime.InteropServices;

namespace GreenHost;

/// <summary>The smallest shared library for x86-64 that has a thread-local variable: eight bytes, zero at first.</summary>
internal static class TlsLibrary
{
    private const int HeaderSize = 64, SegmentSize = 56, Segments = 4, Entries = 5;
    private const int DynamicAt = HeaderSize + (Segments * SegmentSize);
    private const int StringsAt = DynamicAt + (Entries * 16);
    private const int SymbolsAt = StringsAt + 8;
    private const int Size = SymbolsAt + 24;

    // elf.h: p_type and p_flags.
    private const uint Load = 1, Dynamic = 2, Tls = 7, Stack = 0x6474E551, ReadWrite = 6;

    /// <summary>The bytes of the file.</summary>
    internal static byte[] Image()
    {
        byte[] image = new byte[Size];
        ReadOnlySpan<byte> identity = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identity.CopyTo(image);
        Put(image, 16, (ushort)3); // ET_DYN
        Put(image, 18, (ushort)62); // EM_X86_64
        Put(image, 20, 1u);
        Put(image, 32, (ulong)HeaderSize);
        Put(image, 52, (ushort)HeaderSize);
        Put(image, 54, (ushort)SegmentSize);
        Put(image, 56, (ushort)Segments);
        Segment(image, 0, Load, 0, Size, Size, 4096);
        Segment(image, 1, Dynamic, DynamicAt, Entries * 16, Entries * 16, 8);
        Segment(image, 2, Tls, DynamicAt, 0, 8, 8);
        Segment(image, 3, Stack, 0, 0, 0, 16);

        // DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_NULL
        (ulong Tag, ulong Value)[] entries = [(5, StringsAt), (6, SymbolsAt), (10, 1), (11, 24), (0, 0)];
        for (int i = 0; i < entries.Length; i++)
        {
            Put(image, DynamicAt + (i * 16), entries[i].Tag);
            Put(image, DynamicAt + (i * 16) + 8, entries[i].Value);
        }

        return image;
    }

    private static void Segment(byte[] image, int index, uint type, ulong offset, ulong inFile, ulong inMemory, ulong alignment)
    {
        int at = HeaderSize + (index * SegmentSize);
        Put(image, at, type);
        Put(image, at + 4, ReadWrite);
        Put(image, at + 8, offset);
        Put(image, at + 16, offset);
        Put(image, at + 24, offset);
        Put(image, at + 32, inFile);
        Put(image, at + 40, inMemory);
        Put(image, at + 48, alignment);
    }

    private static void Put<T>(byte[] image, int at, T value)
        where T : unmanaged => MemoryMarshal.Write(image.AsSpan(at), in value);
}
