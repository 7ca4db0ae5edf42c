namespace Shim.Patching.Manifest;

/// <summary>A method as a patch map names it: "Assembly!Namespace.Type::Method(Parameter,Types)"; the assembly and the parameters may be absent.</summary>
internal readonly record struct MemberName(string? Assembly, string Type, string Method, string? Parameters)
{
    /// <summary>"Method(Parameter,Types)", or just the name.</summary>
    internal string Signature => Parameters is null ? Method : $"{Method}({Parameters})";

    internal static MemberName? TryParse(string text)
    {
        var rest = text.Replace(" ", "", StringComparison.Ordinal);
        string? assembly = null;
        if (rest.IndexOf('!', StringComparison.Ordinal) is var bang and > 0)
        {
            assembly = rest[..bang];
            rest = rest[(bang + 1)..];
        }

        var colons = rest.IndexOf("::", StringComparison.Ordinal);
        if (colons <= 0)
        {
            return null;
        }

        var type = rest[..colons];
        var method = rest[(colons + 2)..];
        string? parameters = null;
        if (method.IndexOf('(', StringComparison.Ordinal) is var open and > 0)
        {
            if (!method.EndsWith(')'))
            {
                return null;
            }

            parameters = method[(open + 1)..^1];
            method = method[..open];
        }

        return method.Length == 0 ? null : new MemberName(assembly, type, method, parameters);
    }
}
