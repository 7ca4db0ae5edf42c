using System.Reflection;

namespace Shim.Patching;

/// <summary>
/// Finds types by name while an application starts. <see cref="Assembly.GetType(string)"/> goes through a parser of type names, whose vectorized
/// search the JIT has to compile in each process: half of the time that PatchAll took. What comes behind the parser wants the name in parts, and
/// those are known here.
/// </summary>
internal static unsafe class TypeSearch
{
    private static readonly Type s_runtimeAssembly = typeof(object).Assembly.GetType();

    // RuntimeAssembly.GetTypeCore(string, ReadOnlySpan<string>, bool, bool) of System.Private.CoreLib 10.0, src/System/Reflection/RuntimeAssembly.cs.
    // Where it looks different, the public way is taken: slower, and the same otherwise.
    private static readonly delegate*<Assembly, string, ReadOnlySpan<string>, bool, bool, Type?> s_core = Resolve();

    /// <summary>The type, or null.</summary>
    /// <param name="assembly">Where it is.</param>
    /// <param name="name">Namespace and name; nested types behind a '+'. No generic arguments, no array.</param>
    internal static Type? Find(Assembly assembly, string name)
    {
        if (s_core == null || assembly.GetType() != s_runtimeAssembly || !IsPlain(name))
        {
            return assembly.GetType(name, throwOnError: false);
        }

        int plus = name.IndexOf('+', StringComparison.Ordinal);
        return plus < 0
            ? s_core(assembly, name, default, false, false)
            : s_core(assembly, name[..plus], name[(plus + 1)..].Split('+'), false, false);
    }

    // Everything that the parser would treat in a way of its own, an escape among it.
    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (c is '\\' or '[' or ']' or '*' or '&' or ',' or '\0' || char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static delegate*<Assembly, string, ReadOnlySpan<string>, bool, bool, Type?> Resolve()
    {
        MethodInfo? method = s_runtimeAssembly.GetMethod(
            "GetTypeCore",
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly,
            [typeof(string), typeof(ReadOnlySpan<string>), typeof(bool), typeof(bool)]);
        return method is not null && method.ReturnType == typeof(Type)
            ? (delegate*<Assembly, string, ReadOnlySpan<string>, bool, bool, Type?>)method.MethodHandle.GetFunctionPointer()
            : null;
    }
}
