using System.Reflection;
using Shim.Patching.Detours;

namespace Shim.Patching.Manifest;

/// <summary>What became of every entry in this process. Not for two threads at once.</summary>
internal sealed class PatchLedger
{
    private Dictionary<string, Patch> _patches = [];
    private string[] _awaited = [];

    /// <summary>How many entries are patched.</summary>
    internal int Patched
    {
        get
        {
            var patched = 0;
            foreach (var patch in _patches.Values)
            {
                patched += patch.State == PatchState.Patched ? 1 : 0;
            }

            return patched;
        }
    }

    /// <summary>Assemblies whose entries wait for them to be loaded. Any thread.</summary>
    internal string[] Awaited
    {
        get => Volatile.Read(ref _awaited);
        private set => Volatile.Write(ref _awaited, value);
    }

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

    /// <summary>Gets ready to enter what becomes of <paramref name="plan"/>.</summary>
    /// <returns>Enters it. Cannot fail: what has been patched by then must not be forgotten.</returns>
    internal Action Record(PatchPlan plan)
    {
        Dictionary<string, Patch> patches = new(_patches);
        foreach (var patch in plan.Patches)
        {
            patches[patch.Entry.Key] = patch;
        }

        var awaited = AwaitedIn(patches);
        return () => (_patches, Awaited) = (patches, awaited);
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

    /// <summary>What is patched, in the order in which it was.</summary>
    internal List<Detour> Detours()
    {
        List<Detour> detours = [];
        foreach (var patch in _patches.Values)
        {
            if (patch.State == PatchState.Patched)
            {
                detours.Add(patch.Detour!);
            }
        }

        return detours;
    }

    internal void Clear()
    {
        _patches = [];
        Awaited = [];
    }

    private static string[] AwaitedIn(Dictionary<string, Patch> patches)
    {
        List<string> awaited = [];
        foreach (var patch in patches.Values)
        {
            if (patch.State == PatchState.Waiting && !awaited.Contains(patch.Entry.Target.Assembly!))
            {
                awaited.Add(patch.Entry.Target.Assembly!);
            }
        }

        return [.. awaited];
    }
}
