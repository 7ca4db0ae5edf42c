using System.Reflection;

namespace Shim.Patching.Manifest;

/// <summary>The names of the assemblies that this process had loaded when asked first.</summary>
internal sealed class LoadedAssemblies
{
    private Assembly[]? _all;
    private string? _last;
    private bool _lastIsLoaded;

    /// <summary>Whether one of that simple name is loaded. Entries come in runs of one assembly, so the last answer is kept.</summary>
    internal bool Contains(string name)
    {
        if (name != _last)
        {
            _last = name;
            _lastIsLoaded = name == "System.Private.CoreLib" || Find(name);
        }

        return _lastIsLoaded;
    }

    /// <summary>Whether <paramref name="assembly"/> has that simple name.</summary>
    internal static bool IsNamed(Assembly assembly, string name) =>
        assembly.FullName is { } full && full.Length > name.Length && full[name.Length] == ',' && full.StartsWith(name, StringComparison.Ordinal);

    private bool Find(string name)
    {
        foreach (var assembly in _all ??= AppDomain.CurrentDomain.GetAssemblies())
        {
            if (IsNamed(assembly, name))
            {
                return true;
            }
        }

        return false;
    }
}
