using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Green.Audit.Graph;
using Green.Audit.Model;
using Green.Audit.Verdict;

namespace Green.Audit.Map;

/// <summary>
/// Compares what the replacements look up by reflection with what the runtime has. Reads constants out of their IL: typeof, a name, the types of the parameters,
/// then one of the look-ups that it knows (those of CoreLib, and Type.GetField, Type.GetMethod). A name that is put together at run time is not seen.
/// </summary>
internal sealed class LookupCheck(Framework framework, Framework shim)
{
    private readonly Dictionary<(int Image, int Token), string> _typesInFields = [];
    private readonly List<string> _types = [];
    private readonly List<string> _names = [];

    internal IEnumerable<Finding> Run()
    {
        var findings = new List<Finding>();
        foreach (Image image in shim.Images.Where(i => i.Name.StartsWith("Shim.", StringComparison.Ordinal)))
        {
            foreach (MethodDefinitionHandle handle in image.Reader.MethodDefinitions)
            {
                MethodDefinition method = image.Reader.GetMethodDefinition(handle);
                if (method.RelativeVirtualAddress != 0)
                {
                    string owner = shim.TypeName(image.Number(method.GetDeclaringType()));
                    findings.AddRange(Read(image, image.File.GetMethodBody(method.RelativeVirtualAddress).GetILReader())
                        .Select(s => new Finding("accessor", $"{owner} looks for something private that is not there: {s}")));
                }
            }
        }
        return findings;
    }

    private List<string> Read(Image image, BlobReader body)
    {
        var missing = new List<string>();
        _types.Clear();
        _names.Clear();
        while (Instructions.Next(ref body, out ILOpCode code, out int token))
        {
            switch (code)
            {
                case ILOpCode.Ldtoken when MetadataTokens.EntityHandle(token).Kind is HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                    _types.Add(Spell(image, MetadataTokens.EntityHandle(token)));
                    break;
                case ILOpCode.Ldstr:
                    _names.Add(image.Reader.GetUserString((UserStringHandle)MetadataTokens.Handle(token)));
                    break;
                case ILOpCode.Ldsfld when _typesInFields.TryGetValue((image.Index, token), out string? known):
                    _types.Add(known);
                    break;
                case ILOpCode.Stsfld:
                    if (_types is [var only] && _names.Count == 0)
                    {
                        _typesInFields[(image.Index, token)] = only;
                    }
                    Forget();
                    break;
                case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj:
                    if (Call(NameOf(image, MetadataTokens.EntityHandle(token))) is { } sentence)
                    {
                        missing.Add(sentence);
                    }
                    break;
                case ILOpCode.Ret or ILOpCode.Br or ILOpCode.Br_s:
                    Forget();
                    break;
            }
        }
        return missing;
    }

    private string? Call(string name)
    {
        switch (name)
        {
            case "GetTypeFromHandle" or "get_Assembly" or "Empty":
                return null;
            case "Inner" when _names is [.., var written]:
                Forget();
                _types.Add(written);
                return framework.FindWritten(written) < 0 ? $"there is no type {written}" : null;
        }
        string? sentence = (name, _types, _names) switch
        {
            ("Of", [var type, ..], [.., var method]) => Method(type, method, _types[1..], whole: true),
            ("OfAny", [var type, var first], [.., var method]) => Method(type, method, [first], whole: false),
            ("Stub", _, [.., var wrapper]) => Stub(wrapper),
            ("GetField", [var type], [.., var field]) => Field(type, field),
            ("GetMethod", [var type], [.., var method]) => Method(type, method, null, whole: false),
            _ => null,
        };
        Forget();
        return sentence;
    }

    private string? Method(string owner, string name, IReadOnlyList<string>? parameters, bool whole)
    {
        if (shim.FindWritten(owner) >= 0)
        {
            return null; // our own
        }
        int type = framework.FindWritten(owner);
        if (type < 0)
        {
            return $"there is no type {owner}";
        }
        Image image = framework.ImageOfType(type);
        foreach (MethodDefinitionHandle handle in image.Type(type).GetMethods())
        {
            MethodDefinition method = image.Reader.GetMethodDefinition(handle);
            if (image.Reader.StringComparer.Equals(method.Name, name))
            {
                IReadOnlyList<string> own = method.DecodeSignature(TypeNames.Instance, null).ParameterTypes;
                if (parameters is null || (whole ? own.SequenceEqual(parameters) : own.Take(parameters.Count).SequenceEqual(parameters)))
                {
                    return null;
                }
            }
        }
        return parameters is null ? $"{owner} has no method {name}" : $"{owner} has no method {name}({string.Join(',', parameters)}{(whole ? "" : ",…")})";
    }

    private string? Field(string owner, string name)
    {
        int type = framework.FindWritten(owner);
        return type < 0 ? $"there is no type {owner}" : framework.FindField(type, name) is null ? $"{owner} has no field {name}" : null;
    }

    private string? Stub(string wrapper)
    {
        const string Kernel = "Interop+Kernel32, System.Private.CoreLib";
        int type = framework.FindWritten(Kernel);
        Image? image = type < 0 ? null : framework.ImageOfType(type);
        bool found = image is not null && image.Type(type).GetMethods().Any(m =>
            image.Reader.GetString(image.Reader.GetMethodDefinition(m).Name).StartsWith($"<{wrapper}>g____PInvoke|", StringComparison.Ordinal));
        return found ? null : $"{Kernel} has no P/Invoke inside {wrapper}";
    }

    private void Forget()
    {
        _types.Clear();
        _names.Clear();
    }

    private static string Spell(Image image, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => TypeNames.Instance.GetTypeFromDefinition(image.Reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => TypeNames.FullName(image.Reader, (TypeReferenceHandle)handle),
        _ => TypeNames.Instance.GetTypeFromSpecification(image.Reader, null, (TypeSpecificationHandle)handle, 0),
    };

    private static string NameOf(Image image, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.MethodSpecification => NameOf(image, image.Reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
        HandleKind.MethodDefinition => image.Reader.GetString(image.Reader.GetMethodDefinition((MethodDefinitionHandle)handle).Name),
        HandleKind.MemberReference => image.Reader.GetString(image.Reader.GetMemberReference((MemberReferenceHandle)handle).Name),
        _ => "",
    };
}
