using Green.Audit.Model;

namespace Green.Audit.Graph;

/// <summary>
/// Who may call whom. Nodes are methods and, above them, one node for every virtual call ("dispatch"): from there edges go to all methods that may answer it.
/// </summary>
/// <remarks>
/// Virtual calls exist twice. The wide graph goes to every answer there is, and is what the verdict rests on. The narrow graph goes to answers in the caller's own
/// assembly only, and to none where an interface is everybody's (IDisposable, IEnumerable): with it one can say which public API blocks for which reason;
/// in the wide one nearly everything reaches nearly everything through Object.ToString and Stream.Read.
/// </remarks>
internal sealed class CallGraph
{
    internal CallGraph(Framework framework, Hierarchy hierarchy, CallGraphBuilder built)
    {
        Framework = framework;
        Hierarchy = hierarchy;
        Natives = built.Natives;
        NodeCount = built.NodeCount;
        NarrowCallers = Edges.Pack(built.Narrow, NodeCount, reversed: true);
        Callers = Edges.Pack(built.Wide, NodeCount, reversed: true);
        Callees = Edges.Pack(built.Wide, NodeCount, reversed: false);
        Roots = built.Roots;
    }

    internal Framework Framework { get; }

    internal Hierarchy Hierarchy { get; }

    internal int NodeCount { get; }

    /// <summary>All native entry points of the framework, and the methods that are them.</summary>
    internal IReadOnlyList<NativeEntry> Natives { get; }

    /// <summary>The wide graph, against the calls.</summary>
    internal Edges Callers { get; }

    /// <summary>The wide graph.</summary>
    internal Edges Callees { get; }

    /// <summary>The narrow graph, against the calls.</summary>
    internal Edges NarrowCallers { get; }

    /// <summary>Methods that code outside of the framework can call: public and protected ones of visible types.</summary>
    internal IReadOnlySet<int> Roots { get; }

    internal static CallGraph Build(Framework framework)
    {
        var hierarchy = new Hierarchy(framework);
        var builder = new CallGraphBuilder(framework, hierarchy);
        builder.Build();
        return new CallGraph(framework, hierarchy, builder);
    }

    /// <summary>The method behind a node; of a dispatch node, the one that was called.</summary>
    internal bool IsMethod(int node) => node < Framework.MethodCount;
}
