using System.Buffers.Binary;

namespace Green.Audit.ReadyToRun;

/// <summary>
/// The numbers, arrays and hash tables of precompiled images. Format: src/coreclr/vm/nativeformatreader.h of dotnet/runtime, branch release/10.0. Offsets
/// are relative, so that one section alone can be read.
/// </summary>
internal static class NativeFormat
{
    /// <summary>An unsigned number of one to five bytes; the lowest bits of the first say how many.</summary>
    internal static uint ReadUnsigned(ReadOnlySpan<byte> data, ref int at)
    {
        uint first = data[at];
        (uint value, int length) = first switch
        {
            _ when (first & 1) == 0 => (first >> 1, 1),
            _ when (first & 2) == 0 => ((uint)BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) >> 2, 2),
            _ when (first & 4) == 0 => ((BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) | ((uint)data[at + 2] << 16)) >> 3, 3),
            _ when (first & 8) == 0 => (BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) >> 4, 4),
            _ when (first & 16) == 0 => (BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 1)..]), 5),
            _ => throw new BadImageFormatException("a number in a precompiled image has an unknown form"),
        };
        at += length;
        return value;
    }

    /// <summary>Whether an array has an element at this place: a tree of 16 leaves for every 16 elements, in which absent ones have no branch.</summary>
    internal static bool ArrayHas(ReadOnlySpan<byte> data, uint index)
    {
        int start = 0;
        uint header = ReadUnsigned(data, ref start);
        if (index >= header >> 2)
        {
            return false;
        }
        int at = start + ReadIndex(data, start, (int)(header & 3), (int)(index / 16));
        for (uint bit = 8; bit > 0; bit >>= 1)
        {
            int next = at;
            uint node = ReadUnsigned(data, ref next);
            bool isRight = (index & bit) != 0;
            if (isRight && (node & 2) != 0)
            {
                at += (int)(node >> 2);
            }
            else if (!isRight && (node & 1) != 0)
            {
                at = next;
            }
            else
            {
                return (node & 3) == 0 && node >> 2 == (index & 15);
            }
        }
        return true;
    }

    /// <summary>Where the entries of a hash table are.</summary>
    internal static IReadOnlyList<int> TableEntries(ReadOnlySpan<byte> data)
    {
        var entries = new List<int>();
        int buckets = 1 << (data[0] >> 2);
        int size = data[0] & 3;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            int at = 1 + ReadIndex(data, 1, size, bucket);
            int end = 1 + ReadIndex(data, 1, size, bucket + 1);
            while (at < end)
            {
                at++; // the low byte of the hash
                int from = at;
                entries.Add(from + ReadSigned(data, ref at));
            }
        }
        return entries;
    }

    private static int ReadIndex(ReadOnlySpan<byte> data, int start, int size, int index) => size switch
    {
        0 => data[start + index],
        1 => BinaryPrimitives.ReadUInt16LittleEndian(data[(start + (2 * index))..]),
        _ => BinaryPrimitives.ReadInt32LittleEndian(data[(start + (4 * index))..]),
    };

    // As unsigned, with the sign in the last byte.
    private static int ReadSigned(ReadOnlySpan<byte> data, ref int at)
    {
        int start = at;
        uint value = ReadUnsigned(data, ref at);
        int bits = (at - start) switch { 1 => 7, 2 => 14, 3 => 21, 4 => 28, _ => 32 };
        return (int)(value << (32 - bits)) >> (32 - bits);
    }
}
