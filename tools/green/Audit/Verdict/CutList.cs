using Green.Audit.Data;
using Green.Audit.Model;
using Shim.Patching.Manifest;

namespace Green.Audit.Verdict;

/// <summary>The methods at which paths end, out of the patch map and the list of reasons.</summary>
internal static class CutList
{
    private const string Calls = " > ";

    internal static IReadOnlyList<Cut> Build(Framework framework, PatchMap map, LeftReasons reasons)
    {
        var cuts = new List<Cut>();
        foreach (PatchEntry entry in map.Entries.Where(e => !map.Off.Contains(e.Group)))
        {
            cuts.AddRange(MethodFinder.Find(framework, entry.Target).Select(m => new Cut { Method = m, Name = entry.TargetText, Patch = entry }));
        }
        foreach (LeftReason reason in reasons.Reasons)
        {
            foreach (string place in reason.At)
            {
                string[] ends = place.Split(Calls);
                IReadOnlyList<int> callers = ends.Length == 1 ? [-1] : MethodFinder.Find(framework, ends[0]);
                cuts.AddRange(from method in MethodFinder.Find(framework, ends[^1])
                              from caller in callers
                              select new Cut { Method = method, Caller = caller, Name = place, Left = reason });
            }
        }
        return cuts;
    }
}
