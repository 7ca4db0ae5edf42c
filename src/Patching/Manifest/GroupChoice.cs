namespace Shim.Patching.Manifest;

/// <summary>Which groups are on: those named, or all but those named with '-', less those that a map switches off.</summary>
internal sealed class GroupChoice
{
    private readonly HashSet<string> _off;
    private readonly HashSet<string>? _only;

    /// <exception cref="PatchRefusedException">A name that no map declares.</exception>
    internal GroupChoice(PatchMap map, IReadOnlyList<string> names, string source)
    {
        _off = [.. map.Off];
        foreach (var written in names)
        {
            var without = written.StartsWith('-');
            var name = without ? written[1..] : written;
            if (name == "all" && !without)
            {
                continue;
            }

            if (!map.Groups.ContainsKey(name))
            {
                throw new PatchRefusedException($"{source}: there is no group \"{name}\" (known: {string.Join(", ", map.Groups.Keys)})");
            }

            if (without)
            {
                _off.Add(name);
            }
            else
            {
                (_only ??= []).Add(name);
            }
        }
    }

    internal bool IsOn(string group) => !_off.Contains(group) && (_only is null || _only.Contains(group));
}
