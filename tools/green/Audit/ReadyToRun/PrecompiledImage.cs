using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using Green.Audit.Model;

namespace Green.Audit.ReadyToRun;

/// <summary>
/// What an assembly's precompiled (ReadyToRun) code says about itself: which methods have a body, and which were inlined into others, where a detour
/// of theirs is gone past. Constants: src/coreclr/inc/readytorun.h of dotnet/runtime, branch release/10.0.
/// </summary>
internal sealed class PrecompiledImage
{
    private const uint Signature = 0x00525452; // "RTR"
    private const int HeaderSize = 16;
    private const int SectionSize = 12;
    private const int MethodEntryPoints = 103;
    private const int MultiModuleVersionBubble = 0x40;
    private const int InliningInfo2 = 114;
    private const int CrossModuleInlineInfo = 119;

    private readonly byte[] _entryPoints;
    private readonly Dictionary<int, List<int>> _inliners = [];
    private readonly Image _image;

    private PrecompiledImage(Image image, Dictionary<int, byte[]> sections, bool isMultiModule)
    {
        _image = image;
        _entryPoints = sections.GetValueOrDefault(MethodEntryPoints) ?? [];
        KnowsInlining = sections.ContainsKey(InliningInfo2) || sections.ContainsKey(CrossModuleInlineInfo);
        if (sections.TryGetValue(InliningInfo2, out byte[]? older))
        {
            ReadInlining(older, isNewer: false, isMultiModule);
        }
        if (sections.TryGetValue(CrossModuleInlineInfo, out byte[]? newer))
        {
            ReadInlining(newer, isNewer: true, isMultiModule);
        }
    }

    /// <summary>Whether the image tells what was inlined; where it does not, nobody can know.</summary>
    internal bool KnowsInlining { get; }

    /// <summary>Whether it has methods of other assemblies inlined, or the other way round; the shared framework has not, and nothing here could say which.</summary>
    internal bool InlinesAcrossAssemblies { get; private set; }

    /// <returns>Null when the assembly is IL only.</returns>
    internal static PrecompiledImage? Read(Image image)
    {
        DirectoryEntry directory = image.File.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory ?? default;
        if (directory.Size < HeaderSize)
        {
            return null;
        }
        ReadOnlySpan<byte> header = image.File.GetSectionData(directory.RelativeVirtualAddress).GetContent().AsSpan();
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Signature)
        {
            return null;
        }
        var sections = new Dictionary<int, byte[]>();
        int count = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = header[(HeaderSize + (i * SectionSize))..];
            int kind = BinaryPrimitives.ReadInt32LittleEndian(entry);
            if (kind is MethodEntryPoints or InliningInfo2 or CrossModuleInlineInfo)
            {
                int size = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
                sections.Add(kind, [.. image.File.GetSectionData(BinaryPrimitives.ReadInt32LittleEndian(entry[4..])).GetContent(0, size)]);
            }
        }
        return new PrecompiledImage(image, sections, (BinaryPrimitives.ReadInt32LittleEndian(header[8..]) & MultiModuleVersionBubble) != 0);
    }

    internal bool HasBody(int method) => _entryPoints.Length > 0 && NativeFormat.ArrayHas(_entryPoints, (uint)(method - _image.FirstMethod));

    /// <summary>Methods into which this one was compiled.</summary>
    internal IReadOnlyList<int> Inliners(int method) => _inliners.TryGetValue(method, out List<int>? inliners) ? inliners : [];

    // An entry: how many numbers follow, the inlined method with flags and its module, then who inlined it, each as the distance from the one before, with
    // its module. A module is left out where it is this one; two of them are only there when the image was compiled together with others.
    private void ReadInlining(ReadOnlySpan<byte> data, bool isNewer, bool isMultiModule)
    {
        foreach (int start in NativeFormat.TableEntries(data))
        {
            int at = start;
            uint left = NativeFormat.ReadUnsigned(data, ref at);
            uint Next(ReadOnlySpan<byte> from)
            {
                left--;
                return NativeFormat.ReadUnsigned(from, ref at);
            }

            uint inlinee = Next(data);
            uint module = 0;
            bool isElsewhere = isNewer && (inlinee & 1) != 0;
            if (isNewer ? isMultiModule && !isElsewhere && left > 0 : (inlinee & 1) != 0)
            {
                module = Next(data);
            }
            if (isNewer && (inlinee & 2) != 0)
            {
                isElsewhere = true;
                for (uint others = Next(data); others > 0 && left > 0; others--)
                {
                    Next(data);
                }
            }
            var inliners = new List<int>();
            uint row = 0;
            bool hasFlag = !isNewer || isMultiModule;
            while (left > 0)
            {
                uint step = Next(data);
                row += hasFlag ? step >> 1 : step;
                if (hasFlag && (step & 1) != 0)
                {
                    isElsewhere |= Next(data) != 0;
                    continue;
                }
                inliners.Add(_image.FirstMethod + (int)row - 1);
            }
            InlinesAcrossAssemblies |= module != 0 || isElsewhere;
            int method = _image.FirstMethod + (int)(inlinee >> (isNewer ? 2 : 1)) - 1;
            if (!_inliners.TryAdd(method, inliners))
            {
                _inliners[method].AddRange(inliners);
            }
        }
    }
}
