using System.Reflection.Metadata;
using Green.Audit.Data;
using Green.Audit.Graph;
using Green.Audit.Map;
using Green.Audit.Model;
using Green.Audit.Verdict;
using Shim;
using Shim.Patching.Manifest;

namespace Green.Audit;

/// <summary>The audit as a whole: reads, walks, compares.</summary>
internal static class Auditor
{
    /// <exception cref="AuditInputException">There is nothing that could be audited.</exception>
    internal static AuditResult Run(AuditInput input)
    {
        NativeCatalog catalog = NativeCatalog.Read(input.Natives);
        LeftReasons reasons = LeftReasons.Read(input.Reasons);
        PatchMap map = ReadMap(input.PatchMap);
        using Framework framework = Framework.Read(input.Runtime);
        using Framework shim = Framework.Read([input.Shim]);
        CallGraph graph = CallGraph.Build(framework);

        var findings = new List<Finding>(UnknownFunctions(graph, catalog));
        IReadOnlyList<Cut> cuts = CutList.Build(framework, map, reasons);
        findings.AddRange(new PathSearch(graph, cuts).Run(catalog)
            .Select(l => new Finding("path", $"{l.Path[0]} reaches {l.Native}, and neither a patch nor a reason covers that", l.Path)));
        findings.AddRange(StaleReasons.Find(reasons, cuts).Select(s => new Finding("reason", s)));
        findings.AddRange(new MapCheck(framework, shim, reasons).Run(map));
        findings.AddRange(new AccessorCheck(framework, shim).Run());
        findings.AddRange(new LookupCheck(framework, shim).Run());
        findings.AddRange(LayoutCheck.Run(input.Runtime, shim));

        string[] natives = [.. graph.Natives.Select(n => n.Name).Distinct()];
        var counts = new AuditCounts(
            framework.Images.Count, framework.MethodCount, graph.Roots.Count(graph.IsMethod), natives.Length, natives.Count(n => catalog.KindOf(n) == NativeKind.Blocks));
        return new AuditResult(RuntimeVersion.Of(framework), findings, cuts, new CoverageSearch(graph, cuts).Run(), counts);
    }

    private static IEnumerable<Finding> UnknownFunctions(CallGraph graph, NativeCatalog catalog) =>
        from native in graph.Natives
        where catalog.KindOf(native.Name) == NativeKind.Unknown
        group native by native.Name into same
        orderby same.Key
        select new Finding("function", $"{same.Key} (called by {graph.Framework.MethodName(same.First().Method)}) is in no list of native functions: does it block?");

    /// <exception cref="AuditInputException">The file is no patch map.</exception>
    internal static PatchMap ReadMap(string path)
    {
        try
        {
            var map = new PatchMap();
            PatchMapLoader.Load(map, path);
            return map;
        }
        catch (PatchRefusedException e)
        {
            throw new AuditInputException(e.Message);
        }
    }
}
