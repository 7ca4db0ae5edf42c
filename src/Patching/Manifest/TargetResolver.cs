using System.Reflection;

namespace Shim.Patching.Manifest;

/// <summary>Finds what a patch map names.</summary>
internal static class TargetResolver
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <returns>The method, or null with what is missing.</returns>
    internal static MethodBase? FindTarget(MemberName name, out string? missing)
    {
        var type = FindType(name, out missing);
        if (type is null)
        {
            return null;
        }

        var wanted = name.Signature;
        string? other = null;
        foreach (var member in type.GetMember(name.Method, MemberTypes.Method | MemberTypes.Constructor, Any))
        {
            var signature = TypeNames.Signature((MethodBase)member);
            if (signature == wanted)
            {
                return (MethodBase)member;
            }

            other = other is null ? signature : $"{other}, {signature}";
        }

        missing = other is null
            ? $"there is no method {name.Method} in {name.Type}"
            : $"{name.Type} has no {wanted}, only {other}";
        return null;
    }

    /// <summary>Among methods of that name, the one whose parameters fit the target.</summary>
    internal static MethodInfo? FindReplacement(MemberName name, MethodBase target, out string? missing)
    {
        var type = FindType(name, out missing);
        if (type is null)
        {
            return null;
        }

        missing = $"there is no method {name.Method} in {name.Type}";
        foreach (var member in type.GetMember(name.Method, MemberTypes.Method, Any))
        {
            var candidate = (MethodInfo)member;
            var mismatch = SignatureRules.Mismatch(target, candidate);
            if (mismatch is null)
            {
                missing = null;
                return candidate;
            }

            missing = mismatch;
        }

        return null;
    }

    /// <summary>The assembly that an entry names and that is not to be found, or null.</summary>
    internal static string? Missing(PatchEntry entry)
    {
        foreach (string? name in (string?[])[entry.Target.Assembly, entry.Replacement.Assembly])
        {
            try
            {
                _ = name is null ? null : Assembly.Load(new AssemblyName(name));
            }
            catch (FileNotFoundException)
            {
                return name;
            }
            catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
            {
                // Found, and wrong: that is to be said.
            }
        }

        return null;
    }

    private static Type? FindType(MemberName name, out string? missing)
    {
        missing = null;
        Assembly assembly;
        try
        {
            assembly = name.Assembly is null ? typeof(TargetResolver).Assembly : Assembly.Load(new AssemblyName(name.Assembly));
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            missing = $"the assembly {name.Assembly} cannot be loaded ({FirstLine(e.Message)})";
            return null;
        }

        var type = TypeSearch.Find(assembly, name.Type);
        if (type is null)
        {
            missing = $"there is no type {name.Type} in {assembly.GetName().Name}";
        }

        return type;
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }
}
