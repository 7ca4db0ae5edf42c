using System.Reflection;
using System.Reflection.Metadata;
using Green.Audit.Graph;
using Green.Audit.Model;
using Green.Audit.Verdict;

namespace Green.Audit.Map;

/// <summary>Compares what the replacements declare as [UnsafeAccessor] with the members that the runtime has.</summary>
internal sealed class AccessorCheck(Framework framework, Framework shim)
{
    internal IEnumerable<Finding> Run()
    {
        foreach (Image image in shim.Images.Where(i => i.Name.StartsWith("Shim.", StringComparison.Ordinal)))
        {
            foreach (MethodDefinitionHandle handle in image.Reader.MethodDefinitions)
            {
                MethodDefinition method = image.Reader.GetMethodDefinition(handle);
                if (AccessorDeclaration.Read(image.Reader, method) is { } accessor && Check(image, method, accessor) is { } sentence)
                {
                    string owner = shim.TypeName(image.Number(method.GetDeclaringType()));
                    yield return new Finding("accessor", $"{owner}::{image.Reader.GetString(method.Name)} reaches for something private that is not there: {sentence}");
                }
            }
        }
    }

    private string? Check(Image image, MethodDefinition method, AccessorDeclaration accessor)
    {
        (string[] types, string?[] written) = Spell(image, method);
        int subject = accessor.IsConstructor ? 0 : 1;
        if (subject >= types.Length)
        {
            return "the accessor has no parameter that says whose member it is";
        }
        string owner = written[subject] ?? types[subject].TrimEnd('&');
        int type = framework.FindWritten(owner);
        if (type < 0)
        {
            return $"there is no type {owner}";
        }
        string name = accessor.IsConstructor ? ".ctor" : accessor.Name ?? image.Reader.GetString(method.Name);
        return accessor.IsField ? CheckField(type, name, accessor, types[0].TrimEnd('&')) : CheckMethod(type, name, accessor, types[0], types[(subject + 1)..]);
    }

    private string? CheckField(int type, string name, AccessorDeclaration accessor, string wanted)
    {
        string owner = framework.TypeName(type);
        return framework.FindField(type, name) is not { } field ? $"{owner} has no field {name}"
            : field.IsStatic != accessor.IsStatic ? $"the field {owner}.{name} is {(field.IsStatic ? "static" : "not static")}"
            : field.Type != wanted ? $"the field {owner}.{name} is of type {field.Type}, not {wanted}"
            : null;
    }

    private string? CheckMethod(int type, string name, AccessorDeclaration accessor, string result, string[] parameters)
    {
        Image image = framework.ImageOfType(type);
        var others = new List<string>();
        foreach (MethodDefinitionHandle handle in image.Type(type).GetMethods())
        {
            MethodDefinition method = image.Reader.GetMethodDefinition(handle);
            if (!image.Reader.StringComparer.Equals(method.Name, name))
            {
                continue;
            }
            MethodSignature<string> signature = method.DecodeSignature(TypeNames.Instance, null);
            bool isStatic = (method.Attributes & MethodAttributes.Static) != 0;
            if (isStatic == accessor.IsStatic && signature.ParameterTypes.SequenceEqual(parameters) && (accessor.IsConstructor || signature.ReturnType == result))
            {
                return null;
            }
            others.Add($"{signature.ReturnType} {name}({string.Join(',', signature.ParameterTypes)})");
        }
        string owner = framework.TypeName(type);
        return others.Count == 0
            ? $"{owner} has no method {name}"
            : $"{owner} has no {result} {name}({string.Join(',', parameters)}), only {string.Join(", ", others)}";
    }

    // The result first. A type that cannot be named in C# is written in [UnsafeAccessorType], with its assembly.
    private static (string[] Types, string?[] Written) Spell(Image image, MethodDefinition method)
    {
        MethodSignature<string> signature = method.DecodeSignature(TypeNames.Instance, null);
        string[] types = [signature.ReturnType, .. signature.ParameterTypes];
        var written = new string?[types.Length];
        foreach (ParameterHandle handle in method.GetParameters())
        {
            Parameter parameter = image.Reader.GetParameter(handle);
            foreach (CustomAttributeHandle attributeHandle in parameter.GetCustomAttributes())
            {
                CustomAttribute attribute = image.Reader.GetCustomAttribute(attributeHandle);
                if (Attributes.IsNamed(image.Reader, attribute, "UnsafeAccessorTypeAttribute"))
                {
                    BlobReader value = image.Reader.GetBlobReader(attribute.Value);
                    value.ReadUInt16();
                    string text = value.ReadSerializedString() ?? "";
                    written[parameter.SequenceNumber] = text;
                    bool isReference = types[parameter.SequenceNumber].EndsWith('&');
                    types[parameter.SequenceNumber] = text.Split(',')[0] + (isReference && !text.Contains('&', StringComparison.Ordinal) ? "&" : "");
                }
            }
        }
        return (types, written);
    }
}
