namespace Shim.Patching.Manifest;

/// <summary>
/// Which groups are on: those named, or without names, and after <c>all</c>, all that no map has off; less those named with '-', and with those named
/// with '+'. Of two words about one group the later counts.
/// </summary>
internal sealed class GroupChoice
{
    private readonly PatchMap _map;
    private readonly HashSet<string> _added = [];
    private readonly HashSet<string> _removed = [];
    private readonly HashSet<string>? _only;

    /// <exception cref="PatchRefusedException">A name that no map declares, or null.</exception>
    internal GroupChoice(PatchMap map, IReadOnlyList<string> names, string source)
    {
        _map = map;
        foreach (var written in names)
        {
            if (written is null)
            {
                throw new PatchRefusedException($"{source}: a name in it is null");
            }

            var sign = written.Length > 0 && written[0] is '-' or '+' ? written[0] : ' ';
            var name = sign == ' ' ? written : written[1..];
            if (name == "all" && sign == ' ')
            {
                _only = null;
                continue;
            }

            if (name == "all" && !map.Groups.ContainsKey(name))
            {
                throw new PatchRefusedException($"{source}: \"all\" stands without a sign");
            }

            if (!map.Groups.ContainsKey(name))
            {
                throw new PatchRefusedException($"{source}: there is no group \"{name}\" (known: {string.Join(", ", map.Groups.Keys)})");
            }

            if (sign == ' ')
            {
                (_only ??= []).Add(name);
                _removed.Remove(name);
                continue;
            }

            _ = (sign == '+' ? _added : _removed).Add(name);
            _ = (sign == '+' ? _removed : _added).Remove(name);
        }
    }

    internal bool IsOn(string group) =>
        !_removed.Contains(group) && (_added.Contains(group) || (_only is null ? !_map.Off.Contains(group) : _only.Contains(group)));
}
