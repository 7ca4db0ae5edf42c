using System.Reflection.Metadata;
using Green.Audit.Model;

namespace Green.Audit.Graph;

/// <summary>What an [UnsafeAccessor] reaches: the method of that name in the type of its first parameter (or, for a constructor, of its result).</summary>
internal static class Accessors
{
    /// <returns>The method, or -1: a field, or nothing that the framework has.</returns>
    internal static int Target(Framework framework, Image image, MethodDefinition method)
    {
        AccessorDeclaration? accessor = AccessorDeclaration.Read(image.Reader, method);
        if (accessor is null)
        {
            return -1;
        }
        MethodSignature<int> signature = method.DecodeSignature(new TypeNumbers(framework, image), null);
        int type = accessor.IsConstructor ? signature.ReturnType : signature.ParameterTypes.Length > 0 ? signature.ParameterTypes[0] : -1;
        if (type < 0)
        {
            return -1;
        }
        Image owner = framework.ImageOfType(type);
        string name = accessor.IsConstructor ? ".ctor" : accessor.Name ?? image.Reader.GetString(method.Name);
        foreach (MethodDefinitionHandle handle in owner.Type(type).GetMethods())
        {
            if (owner.Reader.StringComparer.Equals(owner.Reader.GetMethodDefinition(handle).Name, name))
            {
                return owner.Number(handle);
            }
        }
        return -1;
    }
}
