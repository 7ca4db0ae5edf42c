using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Green.Audit.Model;

/// <summary>Types in signatures as their numbers in the framework; -1 for everything that is not a class, struct or interface of it.</summary>
internal sealed class TypeNumbers(Framework framework, Image image) : ISignatureTypeProvider<int, object?>
{
    public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => image.Number(handle);

    public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => framework.ResolveType(image, handle);

    public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        framework.ResolveType(image, handle);

    public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => genericType;

    public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => unmodifiedType;

    public int GetPrimitiveType(PrimitiveTypeCode typeCode) => -1;

    public int GetGenericTypeParameter(object? genericContext, int index) => -1;

    public int GetGenericMethodParameter(object? genericContext, int index) => -1;

    public int GetArrayType(int elementType, ArrayShape shape) => -1;

    public int GetSZArrayType(int elementType) => -1;

    public int GetByReferenceType(int elementType) => -1;

    public int GetPointerType(int elementType) => -1;

    public int GetPinnedType(int elementType) => -1;

    public int GetFunctionPointerType(MethodSignature<int> signature) => -1;
}
