using System.Runtime.InteropServices;
using Shim.Patching.Json;

namespace Shim.Patching.Detours;

/// <summary>
/// What the running runtime says about its own structures: libcoreclr exports DotNetRuntimeContractDescriptor for debuggers (a JSON text with
/// field offsets, and a table of addresses; docs/design/datacontracts/contract-descriptor.md in dotnet/runtime). Offsets read here belong to
/// exactly this build, so they need no table of ours.
/// </summary>
internal sealed unsafe class RuntimeContract
{
    private readonly JsonValue _types;
    private readonly JsonValue _globals;
    private readonly nint* _pointers;
    private readonly uint _pointerCount;

    private RuntimeContract(JsonValue types, JsonValue globals, ContractHeader* header)
    {
        _types = types;
        _globals = globals;
        _pointers = header->Pointers;
        _pointerCount = header->PointerCount;
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

        try
        {
            var root = JsonParser.Parse(new ReadOnlySpan<byte>(header->Json, checked((int)header->JsonLength)));
            if (root.Property("types") is { } types && root.Property("globals") is { } globals)
            {
                return new RuntimeContract(types, globals, header);
            }
        }
        catch (JsonSyntaxException)
        {
            // The same refusal.
        }

        throw new DetourRefusedException("the runtime's description of its layout cannot be read");
    }

    /// <summary>Where a field is in its type, or <paramref name="field"/> "!" for the size of the type.</summary>
    internal int Offset(string type, string field)
    {
        // "Field": offset, or [offset, "type"]
        var place = _types.Property(type)?.Property(field);
        if (place is { Kind: JsonKind.Array, Items.Count: > 0 })
        {
            place = place.Items[0];
        }

        return place is not null && place.TryGetInt32(out var offset)
            ? offset
            : throw new DetourRefusedException($"the runtime does not say where {type}.{field} is");
    }

    internal nint Global(string name)
    {
        // "Name": [[index], "type"], an index into the table of addresses.
        return _globals.Property(name) is { Kind: JsonKind.Array, Items: [{ Kind: JsonKind.Array, Items: [var index, ..] }, ..] }
            && index.TryGetInt32(out var at) && (uint)at < _pointerCount
                ? _pointers[at]
                : throw new DetourRefusedException($"the runtime does not say where {name} is");
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
