using System.Buffers.Binary;
using System.Text;

namespace Green.Audit.Map;

/// <summary>A 64-bit ELF library as bytes in a file: enough of it to find exported data and follow the pointers in it.</summary>
internal sealed class ElfFile
{
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const uint DynamicSymbols = 11;
    private const uint Relocations = 4;
    private const uint Loaded = 1;

    private readonly byte[] _bytes;

    internal ElfFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        if (!_bytes.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
        {
            throw new BadImageFormatException($"{path} is no 64-bit ELF file");
        }
    }

    internal bool Contains(ReadOnlySpan<byte> pattern) => _bytes.AsSpan().IndexOf(pattern) >= 0;

    /// <summary>The address of an exported symbol, or 0.</summary>
    internal ulong FindSymbol(string name)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(name + '\0');
        foreach ((int offset, int size, int link) in Sections(DynamicSymbols))
        {
            int names = (int)ReadUInt64(SectionHeader(link) + 24);
            for (int at = offset; at < offset + size; at += SymbolSize)
            {
                if (_bytes.AsSpan(names + (int)ReadUInt32(at)).StartsWith(wanted))
                {
                    return ReadUInt64(at + 8);
                }
            }
        }
        return 0;
    }

    /// <summary>What a pointer in the library's data will point to once it is loaded (relative to where).</summary>
    internal ulong ReadPointer(ulong address)
    {
        ulong inPlace = BinaryPrimitives.ReadUInt64LittleEndian(Read(address, 8));
        if (inPlace != 0)
        {
            return inPlace;
        }
        foreach ((int offset, int size, _) in Sections(Relocations))
        {
            for (int at = offset; at < offset + size; at += RelocationSize)
            {
                if (ReadUInt64(at) == address)
                {
                    return ReadUInt64(at + 16);
                }
            }
        }
        return 0;
    }

    internal ReadOnlySpan<byte> Read(ulong address, int count)
    {
        int headers = (int)ReadUInt64(32);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(54));
        int total = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(56));
        for (int i = 0; i < total; i++)
        {
            int at = headers + (i * size);
            ulong start = ReadUInt64(at + 16);
            if (ReadUInt32(at) == Loaded && address >= start && address + (ulong)count <= start + ReadUInt64(at + 32))
            {
                return _bytes.AsSpan((int)(ReadUInt64(at + 8) + address - start), count);
            }
        }
        throw new BadImageFormatException("an address is in no segment of the library");
    }

    private IEnumerable<(int Offset, int Size, int Link)> Sections(uint kind)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(60));
        for (int i = 0; i < count; i++)
        {
            int at = SectionHeader(i);
            if (ReadUInt32(at + 4) == kind)
            {
                yield return ((int)ReadUInt64(at + 24), (int)ReadUInt64(at + 32), (int)ReadUInt32(at + 40));
            }
        }
    }

    private int SectionHeader(int index) => (int)ReadUInt64(40) + (index * SectionHeaderSize);

    private uint ReadUInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private ulong ReadUInt64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));
}
