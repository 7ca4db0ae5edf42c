using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Green.Audit.Model;

/// <summary>What a token means: the type or method that it names, wherever that is.</summary>
internal sealed partial class Framework
{
    private readonly Dictionary<(int Image, int Token), int> _methodReferences = [];

    /// <summary>The number of the type that a TypeDef, TypeRef or TypeSpec names (without its generic arguments), or -1.</summary>
    internal int ResolveType(Image image, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return image.Number((TypeDefinitionHandle)handle);
            case HandleKind.TypeReference:
                ref int known = ref image.TypeReferences[MetadataTokens.GetRowNumber(handle)];
                if (known == 0)
                {
                    known = ResolveReference(image, (TypeReferenceHandle)handle) is var type and >= 0 ? type + 1 : -1;
                }
                return known > 0 ? known - 1 : -1;
            case HandleKind.TypeSpecification:
                return image.Reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new TypeNumbers(this, image), null);
            default:
                return -1;
        }
    }

    /// <summary>The number of the method that a MethodDef, MemberRef or MethodSpec names (without its generic arguments), or -1.</summary>
    internal int ResolveMethod(Image image, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                return image.Number((MethodDefinitionHandle)handle);
            case HandleKind.MethodSpecification:
                return ResolveMethod(image, image.Reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MemberReference:
                (int, int) key = (image.Index, MetadataTokens.GetToken(handle));
                if (!_methodReferences.TryGetValue(key, out int method))
                {
                    method = ResolveMember(image, image.Reader.GetMemberReference((MemberReferenceHandle)handle));
                    _methodReferences.Add(key, method);
                }
                return method;
            default:
                return -1;
        }
    }

    /// <summary>A type by its full name, also where an assembly only forwards to it; or -1.</summary>
    internal int FindType(Image image, string fullName, int depth = 0)
    {
        if (image.FindType(fullName) is var own and >= 0)
        {
            return own;
        }
        int plus = fullName.IndexOf('+', StringComparison.Ordinal);
        return depth < 8 && image.Forward(plus < 0 ? fullName : fullName[..plus]) is { } assembly && Find(assembly) is { } target
            ? FindType(target, fullName, depth + 1)
            : -1;
    }

    private int ResolveReference(Image image, TypeReferenceHandle handle)
    {
        string name = TypeNames.FullName(image.Reader, handle);
        TypeReference reference = image.Reader.GetTypeReference(handle);
        while (reference.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            reference = image.Reader.GetTypeReference((TypeReferenceHandle)reference.ResolutionScope);
        }
        Image? owner = reference.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? Find(image.Reader.GetString(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name))
            : image;
        return owner is null ? -1 : FindType(owner, name);
    }

    private int ResolveMember(Image image, MemberReference member)
    {
        if (member.GetKind() != MemberReferenceKind.Method)
        {
            return -1;
        }
        if (member.Parent.Kind == HandleKind.MethodDefinition)
        {
            return image.Number((MethodDefinitionHandle)member.Parent);
        }
        string name = image.Reader.GetString(member.Name);
        MethodSignature<string> signature = member.DecodeMethodSignature(TypeNames.Instance, null);
        // A reference may name a type that only inherits the method.
        for (int type = ResolveType(image, member.Parent); type >= 0; type = BaseType(type))
        {
            if (FindMethod(type, name, signature) is var found and >= 0)
            {
                return found;
            }
        }
        return -1;
    }

    private int FindMethod(int type, string name, MethodSignature<string> wanted)
    {
        Image image = ImageOfType(type);
        foreach (MethodDefinitionHandle handle in image.Type(type).GetMethods())
        {
            MethodDefinition method = image.Reader.GetMethodDefinition(handle);
            if (!image.Reader.StringComparer.Equals(method.Name, name))
            {
                continue;
            }
            MethodSignature<string> signature = method.DecodeSignature(TypeNames.Instance, null);
            if (signature.GenericParameterCount == wanted.GenericParameterCount && signature.Header.IsInstance == wanted.Header.IsInstance
                && signature.ReturnType == wanted.ReturnType && signature.ParameterTypes.SequenceEqual(wanted.ParameterTypes))
            {
                return image.Number(handle);
            }
        }
        return -1;
    }

    /// <summary>The type it derives from, or -1.</summary>
    internal int BaseType(int type)
    {
        Image image = ImageOfType(type);
        EntityHandle handle = image.Type(type).BaseType;
        return handle.IsNil ? -1 : ResolveType(image, handle);
    }

    /// <summary>Whether code outside of the framework can name the type.</summary>
    internal bool IsVisible(int type)
    {
        Image image = ImageOfType(type);
        TypeDefinition definition = image.Type(type);
        return (definition.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(image.Number(definition.GetDeclaringType())),
            _ => false,
        };
    }
}
