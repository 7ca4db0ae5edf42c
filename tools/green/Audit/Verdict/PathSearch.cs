using Green.Audit.Data;
using Green.Audit.Graph;
using Shim.Patching.Manifest;

namespace Green.Audit.Verdict;

/// <summary>Walks from every blocking function to its callers, until a cut ends the way or a public API is reached.</summary>
internal sealed class PathSearch
{
    private readonly CallGraph _graph;
    private readonly Dictionary<int, List<Cut>> _cutsAt = [];
    private readonly bool[] _isCallable;

    internal PathSearch(CallGraph graph, IReadOnlyList<Cut> cuts)
    {
        _graph = graph;
        foreach (Cut cut in cuts)
        {
            if (!_cutsAt.TryGetValue(cut.Method, out List<Cut>? here))
            {
                _cutsAt.Add(cut.Method, here = []);
            }
            here.Insert(cut.Patch is null ? here.Count : 0, cut);
        }
        _isCallable = FindCallable();
    }

    /// <summary>Finds what is not covered, and notes at every cut what it covers.</summary>
    internal IReadOnlyList<Leak> Run(NativeCatalog catalog)
    {
        var leaks = new List<Leak>();
        foreach (IGrouping<string, NativeEntry> native in _graph.Natives.GroupBy(n => n.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (catalog.KindOf(native.Key) == NativeKind.Blocks)
            {
                foreach (NativeEntry entry in native)
                {
                    Walk(native.Key, entry.Method, leaks);
                }
            }
        }
        return leaks;
    }

    // Breadth first, so that the way found is a shortest one. One leak for every method that calls the function itself: the rest are its callers.
    private void Walk(string native, int start, List<Leak> leaks)
    {
        var next = new Dictionary<int, int> { [start] = -1 };
        var queue = new Queue<int>([start]);
        var reported = new HashSet<int>();
        while (queue.TryDequeue(out int node))
        {
            if (IsCut(node, native))
            {
                continue;
            }
            if (_graph.Roots.Contains(node) && reported.Add(Near(start, node, next)))
            {
                leaks.Add(new Leak(native, Path(node, next)));
            }
            foreach (int caller in _graph.Callers.Of(node))
            {
                if (!IsCut(MethodOf(node), native, caller) && next.TryAdd(caller, node))
                {
                    queue.Enqueue(caller);
                }
            }
        }
    }

    // A patch takes all of a method: where there is one, and behind it, no reason is needed any more.
    private bool IsCut(int node, string native, int caller = -1)
    {
        bool isCut = false;
        foreach (Cut cut in _cutsAt.GetValueOrDefault(node) ?? [])
        {
            if (cut.Caller == caller && (cut.Patch is not null || _isCallable[node]) && cut.Covers(native) && (!isCut || cut.Patch is not null))
            {
                cut.Natives.Add(native);
                isCut = true;
            }
        }
        return isCut;
    }

    private int MethodOf(int node) => node < 2 * _graph.Framework.MethodCount ? node % _graph.Framework.MethodCount : -1;

    // The last method before the native function's own wrapper.
    private static int Near(int start, int node, Dictionary<int, int> next)
    {
        int near = node;
        while (node != start)
        {
            near = node;
            node = next[node];
        }
        return near;
    }

    private List<string> Path(int node, Dictionary<int, int> next)
    {
        var path = new List<string>();
        for (; node >= 0; node = next[node])
        {
            if (_graph.IsMethod(node))
            {
                path.Add(_graph.Framework.MethodName(node));
            }
            else if (_graph.Roots.Contains(node) && path.Count == 0)
            {
                path.Add(_graph.Framework.MethodName(node - _graph.Framework.MethodCount) + " (a class that overrides it)");
            }
        }
        return path;
    }

    // Nothing counts that only a patched method calls: its replacement runs instead.
    private bool[] FindCallable()
    {
        var isCallable = new bool[_graph.NodeCount];
        var stack = new Stack<int>(_graph.Roots);
        while (stack.TryPop(out int node))
        {
            if (isCallable[node])
            {
                continue;
            }
            isCallable[node] = true;
            if (_cutsAt.TryGetValue(node, out List<Cut>? cuts) && cuts.Any(c => c.Patch is not null))
            {
                continue;
            }
            foreach (int callee in _graph.Callees.Of(node))
            {
                stack.Push(callee);
            }
        }
        return isCallable;
    }
}
