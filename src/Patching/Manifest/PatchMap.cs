namespace Shim.Patching.Manifest;

/// <summary>What is to be patched: the built-in map, with a user's own maps merged over it.</summary>
internal sealed class PatchMap
{
    private readonly List<PatchEntry> _entries = [];
    private readonly Dictionary<string, string> _groups = [];
    private readonly HashSet<string> _off = [];

    internal IReadOnlyList<PatchEntry> Entries => _entries;

    /// <summary>Name and what it is about.</summary>
    internal IReadOnlyDictionary<string, string> Groups => _groups;

    /// <summary>Groups that a map switches off.</summary>
    internal IReadOnlySet<string> Off => _off;

    internal void AddGroup(string name, string about) => _groups[name] = about;

    internal void SwitchOff(string group) => _off.Add(group);

    /// <summary>An entry for a target that is there already takes its place.</summary>
    internal void Add(PatchEntry entry)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Target == entry.Target)
            {
                _entries[i] = entry;
                return;
            }
        }

        _entries.Add(entry);
    }
}
