using System.Reflection.Metadata;

namespace Green.Audit.Graph;

internal static class Attributes
{
    /// <summary>Whether the attribute's class has this name, in whatever namespace.</summary>
    internal static bool IsNamed(MetadataReader reader, CustomAttribute attribute, string name)
    {
        StringHandle own = attribute.Constructor.Kind == HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                ? reader.GetTypeReference((TypeReferenceHandle)parent).Name : default
            : reader.GetTypeDefinition(reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name;
        return !own.IsNil && reader.StringComparer.Equals(own, name);
    }
}
