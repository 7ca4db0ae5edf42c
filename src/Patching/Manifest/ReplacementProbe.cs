using System.Reflection;

namespace Shim.Patching.Manifest;

/// <summary>
/// Asks a replacement's class whether what it uses of the runtime's private side is there. A class that uses any has a method
/// <c>static string? Probe()</c>: null, or what is missing. It is asked before anything is patched, so that a replacement cannot fail in
/// user code for this.
/// </summary>
internal static class ReplacementProbe
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <returns>Why the replacement cannot work here, or null.</returns>
    internal static string? Run(MethodInfo replacement)
    {
        MethodInfo? probe = replacement.DeclaringType!.GetMethod("Probe", Static, Type.EmptyTypes);
        if (probe is null || probe.ReturnType != typeof(string))
        {
            return null;
        }

        try
        {
            return probe.CreateDelegate<Func<string?>>()();
        }
        catch (Exception e)
        {
            // Anybody's code: replacements of the user's own have probes, too.
            return $"{replacement.DeclaringType}.Probe() threw {e.GetType().Name}: {e.Message}";
        }
    }
}
