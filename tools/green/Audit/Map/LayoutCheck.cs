using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text.Json;
using Green.Audit.Graph;
using Green.Audit.Model;
using Green.Audit.Verdict;
using Shim.Patching;

namespace Green.Audit.Map;

/// <summary>
/// Compares what the detour engine needs of the native runtime with its libraries: the parts of the runtime's own description of its layout (an export of
/// libcoreclr.so for debuggers), and the constants of Runtime10 that leave a trace in a file.
/// </summary>
internal static class LayoutCheck
{
    private const string Descriptor = "DotNetRuntimeContractDescriptor";

    internal static IEnumerable<Finding> Run(IReadOnlyList<string> folders, Framework shim)
    {
        string? runtime = Locate(folders, "libcoreclr.so");
        string? jit = Locate(folders, "libclrjit.so");
        if (runtime is null || jit is null)
        {
            // Assemblies alone are no runtime, and nothing can be patched in them.
            return Locate(folders, "System.Private.CoreLib.dll") is null ? [] : [new Finding("layout", "libcoreclr.so and libclrjit.so are not beside the assemblies")];
        }
        var findings = new List<Finding>();
        try
        {
            var library = new ElfFile(runtime);
            findings.AddRange(CheckDescription(library, shim).Select(s => new Finding("layout", s)));
            if (!library.Contains(Runtime10.DoubleMapperName["/memfd:".Length..]))
            {
                findings.Add(new Finding("layout", "libcoreclr.so does not know the shared memory that Runtime10.DoubleMapperName names"));
            }
            if (!new ElfFile(jit).Contains(Runtime10.JitEeVersion.ToByteArray()))
            {
                findings.Add(new Finding("layout", $"the JIT's interface is not {Runtime10.JitEeVersion}, as Runtime10.JitEeVersion says"));
            }
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or JsonException or ArgumentOutOfRangeException)
        {
            findings.Add(new Finding("layout", $"the runtime's libraries cannot be read: {e.Message}"));
        }
        return findings;
    }

    private static IEnumerable<string> CheckDescription(ElfFile library, Framework shim)
    {
        ulong address = library.FindSymbol(Descriptor);
        if (address == 0)
        {
            yield return $"libcoreclr.so does not export {Descriptor}";
            yield break;
        }
        // Magic, flags, length of the text, the text: see RuntimeContract.
        if (BinaryPrimitives.ReadUInt64LittleEndian(library.Read(address, 8)) != Runtime10.ContractMagic)
        {
            yield return "the runtime's description of its layout has an unknown form";
            yield break;
        }
        int length = BinaryPrimitives.ReadInt32LittleEndian(library.Read(address + 12, 4));
        using JsonDocument text = JsonDocument.Parse(library.Read(library.ReadPointer(address + 16), length).ToArray());
        JsonElement types = text.RootElement.GetProperty("types");
        JsonElement globals = text.RootElement.GetProperty("globals");
        foreach ((string? type, string name) in Needed(shim))
        {
            if (type is null && !globals.TryGetProperty(name, out _))
            {
                yield return $"the runtime's description of its layout has no global {name}";
            }
            if (type is not null && !(types.TryGetProperty(type, out JsonElement fields) && fields.TryGetProperty(name, out _)))
            {
                yield return $"the runtime's description of its layout has no {(name == "!" ? $"size of {type}" : $"{type}.{name}")}";
            }
        }
    }

    // What Shim.Patching asks its RuntimeContract for, where both names are constants.
    private static HashSet<(string? Type, string Name)> Needed(Framework shim)
    {
        if (shim.Find("Shim.Patching") is not { } image)
        {
            return [];
        }
        var needed = new HashSet<(string?, string)>();
        foreach (MethodDefinitionHandle handle in image.Reader.MethodDefinitions)
        {
            int address = image.Reader.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address == 0)
            {
                continue;
            }
            BlobReader body = image.File.GetMethodBody(address).GetILReader();
            var names = new List<string>();
            while (Instructions.Next(ref body, out ILOpCode code, out int token))
            {
                if (code == ILOpCode.Ldstr)
                {
                    names.Add(image.Reader.GetUserString((UserStringHandle)MetadataTokens.Handle(token)));
                }
                else if (code is ILOpCode.Call or ILOpCode.Callvirt)
                {
                    string called = shim.ResolveMethod(image, MetadataTokens.EntityHandle(token)) is var m and >= 0 ? shim.MethodName(m) : "";
                    if (called.Contains(".RuntimeContract::Offset(", StringComparison.Ordinal) && names is [.., var type, var field])
                    {
                        needed.Add((type, field));
                    }
                    else if (called.Contains(".RuntimeContract::Global(", StringComparison.Ordinal) && names is [.., var global])
                    {
                        needed.Add((null, global));
                    }
                    names.Clear();
                }
            }
        }
        return needed;
    }

    private static string? Locate(IReadOnlyList<string> folders, string file) => folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
}
