using System.Reflection;
using System.Text;

namespace Shim.Patching.Manifest;

/// <summary>
/// The spelling of types in a patch map: full names, nested types with '+', generic arguments in &lt;&gt;, then [], * and &amp; as in metadata.
/// Type.FullName would put assembly-qualified names into generic arguments.
/// </summary>
internal static class TypeNames
{
    /// <summary>"Sleep(System.Int32)".</summary>
    internal static string Signature(MethodBase method)
    {
        var text = new StringBuilder(method.Name, 128).Append('(');
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, parameters[i].ParameterType);
        }

        return text.Append(')').ToString();
    }

    internal static string Format(Type type)
    {
        var text = new StringBuilder(64);
        Append(text, type);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type)
    {
        if (type.HasElementType)
        {
            Append(text, type.GetElementType()!);
            text.Append(type.IsByRef ? "&" : type.IsPointer ? "*" : "[]");
            return;
        }

        if (!type.IsGenericType)
        {
            text.Append(type.FullName ?? type.Name);
            return;
        }

        var definition = type.GetGenericTypeDefinition().FullName!;
        var tick = definition.IndexOf('`', StringComparison.Ordinal);
        text.Append(tick < 0 ? definition : definition.AsSpan(0, tick)).Append('<');
        var arguments = type.GetGenericArguments();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, arguments[i]);
        }

        text.Append('>');
    }
}
