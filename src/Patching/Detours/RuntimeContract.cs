using System.Runtime.InteropServices;
using System.Text.Json;

namespace Shim.Patching.Detours;

/// <summary>
/// What the running runtime says about its own structures: libcoreclr exports DotNetRuntimeContractDescriptor for debuggers (a JSON text with
/// field offsets, and a table of addresses; docs/design/datacontracts/contract-descriptor.md in dotnet/runtime). Offsets read here belong to
/// exactly this build, so they need no table of ours.
/// </summary>
internal sealed unsafe class RuntimeContract
{
    // Only these are kept: the whole text names some 500 fields, and this runs while an application starts.
    private static readonly string[] s_wanted =
    [
        "MethodDesc", "NonVtableSlot", "MethodImpl", "NativeCodeSlot", "MethodDescCodeData", "MethodDescVersioningState",
        "NativeCodeVersionNode", "PrecodeMachineDescriptor", "PlatformMetadata", "FixupPrecodeData", "ProfControlBlock",
    ];

    private readonly Dictionary<string, int> _offsets = new(64);
    private readonly Dictionary<string, nint> _globals = new(32);

    private RuntimeContract()
    {
    }

    /// <exception cref="DetourRefusedException">The export is missing or not in the form of .NET 10.</exception>
    internal static RuntimeContract Read(nint libcoreclr)
    {
        if (!NativeLibrary.TryGetExport(libcoreclr, "DotNetRuntimeContractDescriptor", out var descriptor))
        {
            throw new DetourRefusedException("this runtime does not describe its own layout (no DotNetRuntimeContractDescriptor), so it cannot be patched safely");
        }

        var header = (ContractHeader*)descriptor;
        if (header->Magic != Runtime10.ContractMagic || (header->Flags & 3) != 1)
        {
            throw new DetourRefusedException("the runtime's description of its layout has an unknown form");
        }

        var contract = new RuntimeContract();
        contract.Parse(
            new ReadOnlySpan<byte>(header->Json, checked((int)header->JsonLength)),
            new ReadOnlySpan<nint>(header->Pointers, checked((int)header->PointerCount)));
        return contract;
    }

    /// <param name="field">"Type.Field", or "Type.!" for the size of the type.</param>
    internal int Offset(string field) => _offsets.TryGetValue(field, out var offset)
        ? offset
        : throw new DetourRefusedException($"the runtime does not say where {field} is");

    internal nint Global(string name) => _globals.TryGetValue(name, out var address)
        ? address
        : throw new DetourRefusedException($"the runtime does not say where {name} is");

    private void Parse(ReadOnlySpan<byte> json, ReadOnlySpan<nint> pointers)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("types"u8))
                {
                    ParseTypes(ref reader);
                }
                else if (reader.ValueTextEquals("globals"u8))
                {
                    ParseGlobals(ref reader, pointers);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            throw new DetourRefusedException("the runtime's description of its layout cannot be read");
        }
    }

    private void ParseTypes(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var type = Wanted(ref reader);
            if (type is null)
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = string.Concat(type, ".", reader.GetString());
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    // [offset, "type"]
                    reader.Read();
                    _offsets[key] = reader.GetInt32();
                    while (reader.TokenType != JsonTokenType.EndArray)
                    {
                        reader.Read();
                    }
                }
                else
                {
                    _offsets[key] = reader.GetInt32();
                }
            }
        }
    }

    // Kept: "Name": [[index], "type"], an index into the table of addresses.
    private void ParseGlobals(ref Utf8JsonReader reader, ReadOnlySpan<nint> pointers)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                continue;
            }

            var depth = reader.CurrentDepth;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
                var index = reader.GetInt32();
                if ((uint)index < (uint)pointers.Length)
                {
                    _globals[name] = pointers[index];
                }
            }

            while (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth != depth)
            {
                reader.Read();
            }
        }
    }

    private static string? Wanted(ref Utf8JsonReader reader)
    {
        foreach (var name in s_wanted)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ContractHeader
    {
        public ulong Magic;
        public uint Flags;
        public uint JsonLength;
        public byte* Json;
        public uint PointerCount;
        public uint Padding;
        public nint* Pointers;
    }
}
