using System.Reflection.Metadata;

namespace Green.Audit.Graph;

/// <summary>An [UnsafeAccessor] as it is written. Kind as in UnsafeAccessorKind: constructor, method, static method, field, static field.</summary>
internal sealed record AccessorDeclaration(int Kind, string? Name)
{
    internal bool IsConstructor => Kind == 0;

    internal bool IsField => Kind is 3 or 4;

    internal bool IsStatic => Kind is 2 or 4;

    internal static AccessorDeclaration? Read(MetadataReader reader, MethodDefinition method)
    {
        foreach (CustomAttributeHandle handle in method.GetCustomAttributes())
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (!Attributes.IsNamed(reader, attribute, "UnsafeAccessorAttribute"))
            {
                continue;
            }
            BlobReader value = reader.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            int kind = value.ReadInt32();
            string? name = null;
            // At most one named argument: Name, a property (0x54) of type string (0x0E).
            if (value.ReadUInt16() == 1)
            {
                value.ReadByte();
                value.ReadByte();
                value.ReadSerializedString();
                name = value.ReadSerializedString();
            }
            return new AccessorDeclaration(kind, name);
        }
        return null;
    }
}
