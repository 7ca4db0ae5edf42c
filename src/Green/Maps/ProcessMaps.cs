using System.Text;
using Shim.Green.Interop;

namespace Shim.Green.Maps;

/// <summary>
/// A snapshot of the process's memory map. Protections must be read, never assumed: the JIT heap is r-x with W^X on and rwx with it off,
/// and "restoring" the wrong bits kills the process. Read through libc alone, because nobody who patches methods may depend on those.
/// </summary>
internal sealed class ProcessMaps
{
    // An array, not a list: a framework generic over a struct of ours cannot be precompiled, and this runs while an application starts.
    private readonly MapRegion[] _regions;
    private readonly byte[] _text;

    private ProcessMaps(MapRegion[] regions, byte[] text)
    {
        _regions = regions;
        _text = text;
    }

    internal MapRegion[] Regions => _regions;

    /// <exception cref="PlatformNotSupportedException">There is no /proc.</exception>
    internal static ProcessMaps Read() =>
        TryRead() ?? throw new PlatformNotSupportedException("the memory map of this process (/proc/self/maps) cannot be read");

    internal static ProcessMaps? TryRead() => ProcFile.ReadAll("/proc/self/maps\0"u8, out var length) is { } text ? Parse(text, length) : null;

    internal static ProcessMaps Parse(byte[] text, int length)
    {
        var regions = new MapRegion[CountLines(text.AsSpan(0, length))];
        var count = 0;
        var position = 0;
        while (position < length)
        {
            var end = text.AsSpan(position, length - position).IndexOf((byte)'\n');
            end = end < 0 ? length : position + end;
            if (ParseLine(text, position, end, ref regions[count]))
            {
                count++;
            }

            position = end + 1;
        }

        var parsed = new MapRegion[count];
        for (var i = 0; i < count; i++)
        {
            parsed[i] = regions[i];
        }

        return new ProcessMaps(parsed, text);
    }

    internal ReadOnlySpan<byte> PathOf(in MapRegion region) => _text.AsSpan(region.PathStart, region.PathLength);

    internal bool TryFind(nint address, out MapRegion region)
    {
        int low = 0, high = _regions.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            region = _regions[middle];
            if (region.Contains(address))
            {
                return true;
            }

            if ((nuint)address < (nuint)region.Start)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        region = default;
        return false;
    }

    /// <summary>The path of the first mapping whose file name is <paramref name="fileName"/>, or null.</summary>
    internal string? FindImage(ReadOnlySpan<byte> fileName)
    {
        foreach (var region in _regions)
        {
            if (IsNamed(region, fileName))
            {
                return Encoding.UTF8.GetString(PathOf(region));
            }
        }

        return null;
    }

    /// <summary>Where the first file is mapped whose name is <paramref name="name"/>, or that and a version (libx.so.6: libx.so.6.0.30); 0 when there is none.</summary>
    internal nint StartOf(ReadOnlySpan<byte> name)
    {
        foreach (var region in _regions)
        {
            var path = PathOf(region);
            var file = path[(path.LastIndexOf((byte)'/') + 1)..];
            if (file.StartsWith(name) && (file.Length == name.Length || file[name.Length] == '.'))
            {
                return region.Start;
            }
        }

        return 0;
    }

    /// <summary>The addresses over which a file is mapped, from its first mapping to its last; (0, 0) when it is not.</summary>
    internal (nint Start, nint End) RangeOf(ReadOnlySpan<byte> fileName)
    {
        nint first = 0, last = 0;
        foreach (var region in _regions)
        {
            if (IsNamed(region, fileName))
            {
                first = first == 0 ? region.Start : first;
                last = region.End;
            }
        }

        return (first, last);
    }

    private bool IsNamed(in MapRegion region, ReadOnlySpan<byte> fileName)
    {
        var path = PathOf(region);
        return path.Length > fileName.Length && path[^fileName.Length..].SequenceEqual(fileName) && path[^(fileName.Length + 1)] == '/';
    }

    // 7f5c2ac00000-7f5c2b2d1000 r-xp 0004d000 08:01 1234567      /usr/lib/x
    private static bool ParseLine(byte[] text, int position, int end, ref MapRegion region)
    {
        var start = ParseHex(text, ref position);
        position++;
        var stop = ParseHex(text, ref position);
        position++;
        if (position + 5 > end)
        {
            return false;
        }

        var protection = (text[position] == 'r' ? Libc.ProtRead : 0)
            | (text[position + 1] == 'w' ? Libc.ProtWrite : 0)
            | (text[position + 2] == 'x' ? Libc.ProtExec : 0);
        var shared = text[position + 3] == 's';
        position += 5;
        var offset = ParseHex(text, ref position);
        position++;
        SkipToSpace(text, ref position, end);
        position++;
        ulong inode = 0;
        while (position < end && (uint)(text[position] - '0') <= 9)
        {
            inode = (inode * 10) + (uint)(text[position++] - '0');
        }

        while (position < end && text[position] == ' ')
        {
            position++;
        }

        region = new MapRegion((nint)start, (nint)stop, protection, shared, (long)offset, inode, position, end - position);
        return true;
    }

    private static int CountLines(ReadOnlySpan<byte> text)
    {
        var lines = 1;
        foreach (var c in text)
        {
            lines += c == '\n' ? 1 : 0;
        }

        return lines;
    }

    private static void SkipToSpace(byte[] text, ref int position, int end)
    {
        while (position < end && text[position] != ' ')
        {
            position++;
        }
    }

    private static ulong ParseHex(byte[] text, ref int position)
    {
        ulong value = 0;
        for (; position < text.Length; position++)
        {
            var c = text[position] | 0x20;
            var digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'a' and <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                break;
            }

            value = (value << 4) | (uint)digit;
        }

        return value;
    }
}
