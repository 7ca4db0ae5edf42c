using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Green.Audit.Model;

/// <summary>Types in the spelling of the patch map: nested with '+', generic arguments in &lt;&gt;, then [], * and &amp;.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    internal static readonly TypeNames Instance = new();

    internal static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference reference = reader.GetTypeReference(handle);
        string name = reader.GetString(reference.Name);
        return reference.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(reader, (TypeReferenceHandle)reference.ResolutionScope)}+{name}"
            : reference.Namespace.IsNil ? name : $"{reader.GetString(reference.Namespace)}.{name}";
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        TypeDefinition definition = reader.GetTypeDefinition(handle);
        string name = reader.GetString(definition.Name);
        TypeDefinitionHandle outer = definition.GetDeclaringType();
        return !outer.IsNil ? $"{GetTypeFromDefinition(reader, outer, 0)}+{name}"
            : definition.Namespace.IsNil ? name : $"{reader.GetString(definition.Namespace)}.{name}";
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => FullName(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        int tick = genericType.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? genericType : genericType[..tick])}<{string.Join(',', typeArguments)}>";
    }

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"({string.Join(',', signature.ParameterTypes)})->{signature.ReturnType}";
}
