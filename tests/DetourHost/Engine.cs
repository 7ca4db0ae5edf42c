using System.Reflection;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>What the scenarios share: an engine on this process and short ways to patch with it.</summary>
internal static class Engine
{
    internal const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static DetourEngine Open(NearArena? arena = null) => new(RuntimeGate.Open(), arena);

    internal static Detour Patch(this DetourEngine engine, MethodBase target, Delegate replacement, bool needsOriginal = false)
    {
        var detour = engine.Prepare(target, needsOriginal);
        engine.SetDestination(detour, replacement.Method.MethodHandle.GetFunctionPointer());
        engine.Apply([detour]);
        return detour;
    }

    internal static MethodInfo Method(this Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, Any, parameters) ?? throw new MissingMethodException(type.FullName, name);

    /// <summary>Ends the scenario when something does not hold.</summary>
    internal static void Require(bool holds, string what)
    {
        if (!holds)
        {
            Console.Error.WriteLine($"FAILED: {what}");
            Environment.Exit(1);
        }
    }
}
