using System.Reflection.Metadata;
using Green.Audit.Model;
using Shim.Patching.Manifest;

namespace Green.Audit.Verdict;

/// <summary>Methods by the names that the patch map and the reasons give them.</summary>
internal static class MethodFinder
{
    /// <returns>The methods of that name: one where the parameters are given, all overloads where they are not.</returns>
    internal static IReadOnlyList<int> Find(Framework framework, string name) =>
        MemberName.TryParse(name) is { Assembly: not null } parsed ? Find(framework, parsed) : [];

    internal static IReadOnlyList<int> Find(Framework framework, MemberName name)
    {
        Image? image = framework.Find(name.Assembly!);
        int type = image?.FindType(name.Type) ?? -1;
        if (type < 0)
        {
            return [];
        }
        var found = new List<int>();
        foreach (MethodDefinitionHandle handle in image!.Type(type).GetMethods())
        {
            int method = image.Number(handle);
            if (image.Reader.StringComparer.Equals(image.Reader.GetMethodDefinition(handle).Name, name.Method)
                && (name.Parameters is null || framework.Signature(method) == name.Signature))
            {
                found.Add(method);
            }
        }
        return found;
    }
}
