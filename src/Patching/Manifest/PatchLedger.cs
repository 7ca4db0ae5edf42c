using System.Reflection;

namespace Shim.Patching.Manifest;

/// <summary>What became of every entry in this process. Not for two threads at once.</summary>
internal sealed class PatchLedger
{
    private readonly Dictionary<string, Patch> _patches = [];
    private string[] _awaited = [];

    /// <summary>How many entries are patched.</summary>
    internal int Patched { get; private set; }

    /// <summary>Assemblies whose entries wait for them to be loaded. Any thread.</summary>
    internal string[] Awaited => Volatile.Read(ref _awaited);

    /// <summary>Those of <paramref name="map"/> that are neither patched nor, unless that is to end now, waiting.</summary>
    internal List<PatchEntry> Open(PatchMap map, bool isEager)
    {
        List<PatchEntry> open = new(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            if (!_patches.TryGetValue(entry.Key, out var patch) || !(patch.State == PatchState.Patched || (patch.State == PatchState.Waiting && !isEager)))
            {
                open.Add(entry);
            }
        }

        return open;
    }

    internal List<PatchEntry> WaitingFor(string assembly)
    {
        List<PatchEntry> waiting = [];
        foreach (var patch in _patches.Values)
        {
            if (patch.State == PatchState.Waiting && patch.Entry.Target.Assembly == assembly)
            {
                waiting.Add(patch.Entry);
            }
        }

        return waiting;
    }

    internal void Record(PatchPlan plan)
    {
        foreach (var patch in plan.Patches)
        {
            _patches[patch.Entry.Key] = patch;
        }

        Recount();
    }

    internal PatchReportEntry[] Report(PatchMap map)
    {
        var entries = new PatchReportEntry[map.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = _patches[map.Entries[i].Key].Report;
        }

        return entries;
    }

    /// <summary>The name under which <paramref name="assembly"/> is awaited, or null. Any thread.</summary>
    internal string? AwaitedName(Assembly assembly)
    {
        foreach (var name in Awaited)
        {
            if (LoadedAssemblies.IsNamed(assembly, name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Forgets everything, and returns what was patched.</summary>
    internal List<Patch> Clear()
    {
        List<Patch> patched = [];
        foreach (var patch in _patches.Values)
        {
            if (patch.State == PatchState.Patched)
            {
                patched.Add(patch);
            }
        }

        _patches.Clear();
        Recount();
        return patched;
    }

    private void Recount()
    {
        List<string> awaited = [];
        Patched = 0;
        foreach (var patch in _patches.Values)
        {
            Patched += patch.State == PatchState.Patched ? 1 : 0;
            if (patch.State == PatchState.Waiting && !awaited.Contains(patch.Entry.Target.Assembly!))
            {
                awaited.Add(patch.Entry.Target.Assembly!);
            }
        }

        Volatile.Write(ref _awaited, [.. awaited]);
    }
}
