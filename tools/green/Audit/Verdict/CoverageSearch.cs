using Green.Audit.Data;
using Green.Audit.Graph;
using Green.Audit.Model;

namespace Green.Audit.Verdict;

/// <summary>Says which public types come by which patch entry or reason, in the narrow graph: a lower bound, for readers, and no part of the verdict.</summary>
internal sealed class CoverageSearch(CallGraph graph, IReadOnlyList<Cut> cuts)
{
    // Whoever throws looks up the exception's text, whoever formats looks up a culture, whoever traces may have a listener: true, and no help to anybody.
    private static readonly string[] s_notFollowed = ["System.SR", "System.ThrowHelper", "System.Resources.", "System.Diagnostics.Tracing.", "System.Globalization.", "System.Reflection.", "System.RuntimeType", "System.Buffers.", "System.Threading.ThreadPool", "System.AppContext", "System.TimeZoneInfo", "System.Activator"];

    private const int LongestWay = 10;

    private readonly HashSet<int> _ends = [.. cuts.Where(c => c.Natives.Count > 0 && c.Caller < 0).Select(c => c.Method)];
    private readonly HashSet<int> _skipped = [.. SkippedTypes(graph.Framework)];

    internal IReadOnlyList<TypeCoverage> Run()
    {
        var types = new SortedDictionary<string, (SortedSet<string> Groups, SortedSet<string> Left)>(StringComparer.Ordinal);
        foreach (Cut cut in cuts.Where(c => c.Natives.Count > 0 && c.Left is not { Kind: LeftKind.NeverWaits }))
        {
            foreach (string type in Reached(cut))
            {
                if (!types.TryGetValue(type, out (SortedSet<string> Groups, SortedSet<string> Left) found))
                {
                    types.Add(type, found = (new(StringComparer.Ordinal), new(StringComparer.Ordinal)));
                }
                _ = cut.Patch is { } patch ? found.Groups.Add(patch.Group) : found.Left.Add(cut.Left!.What);
            }
        }
        return [.. types.Select(t => new TypeCoverage(t.Key, [.. t.Value.Groups], [.. t.Value.Left]))];
    }

    private HashSet<string> Reached(Cut cut)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        int start = cut.Caller >= 0 ? cut.Caller : cut.Method;
        var distances = new Dictionary<int, int> { [start] = 0 };
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out int node))
        {
            if (graph.IsMethod(node))
            {
                int type = graph.Framework.DeclaringType(node);
                if (_skipped.Contains(type))
                {
                    continue;
                }
                if (graph.Roots.Contains(node))
                {
                    names.Add(graph.Framework.TypeName(type));
                }
            }
            int distance = distances[node] + (graph.IsMethod(node) ? 1 : 0);
            foreach (int caller in graph.NarrowCallers.Of(node))
            {
                if (distance <= LongestWay && !_ends.Contains(caller) && distances.TryAdd(caller, distance))
                {
                    queue.Enqueue(caller);
                }
            }
        }
        return names;
    }

    private static IEnumerable<int> SkippedTypes(Framework framework) =>
        from image in framework.Images
        from type in Enumerable.Range(image.FirstType, image.TypeCount)
        where s_notFollowed.Any(n => image.TypeName(type).StartsWith(n, StringComparison.Ordinal))
        select type;
}
