using Green.Audit.Verdict;
using Spectre.Console;

namespace Green.Audit.Report;

/// <summary>The audit for people.</summary>
internal static class AuditReport
{
    private const int WidthOfFiles = 180;

    internal static void Print(IAnsiConsole console, AuditResult result, bool everyType)
    {
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfFiles;
        }
        AuditCounts counts = result.Counts;
        console.MarkupLineInterpolated($".NET {result.Runtime}: {counts.Assemblies} assemblies, {counts.Methods} methods, {counts.PublicMethods} of them public; {counts.NativeFunctions} native functions, {counts.BlockingFunctions} of them block.");
        PrintCoverage(console, result.Coverage, everyType);
        PrintReasons(console, result.Cuts);
        foreach (Finding finding in result.Findings)
        {
            console.WriteLine();
            // Not through the console's own wrapping: names are long, and are copied.
            console.Profile.Out.Writer.WriteLine($"{finding.Kind}: {finding.Text}.");
            foreach (string step in finding.Path ?? [])
            {
                console.Profile.Out.Writer.WriteLine($"    {step}");
            }
        }
        console.WriteLine();
        int debts = result.Cuts.Where(c => c.Left is { Kind: Data.LeftKind.NotPatchedYet }).Select(c => c.Left).Distinct().Count();
        string well = debts == 0
            ? "Everything that blocks is patched, or left for a reason."
            : $"Everything that blocks is patched, or left for a reason; {debts} of the reasons are debts (not patched yet).";
        console.WriteLine(result.Findings.Count == 0 ? well : $"{result.Findings.Count} things are amiss.");
    }

    private static void PrintCoverage(IAnsiConsole console, IReadOnlyList<TypeCoverage> coverage, bool everyType)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(everyType ? "type" : "types of", "patched by", "left");
        IEnumerable<(string Name, IEnumerable<TypeCoverage> Types)> rows = everyType
            ? coverage.Select(c => (c.Name, Enumerable.Repeat(c, 1)))
            : coverage.GroupBy(c => Namespace(c.Name)).Select(g => ($"{g.Key} ({g.Count()})", g.AsEnumerable()));
        foreach ((string name, IEnumerable<TypeCoverage> types) in rows)
        {
            table.AddRow(Markup.Escape(name), Summarize(types.SelectMany(t => t.Groups), !everyType), Summarize(types.SelectMany(t => t.Left), !everyType));
        }
        console.Write(table);
    }

    private static void PrintReasons(IAnsiConsole console, IReadOnlyList<Cut> cuts)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("not patched", "because", "functions");
        foreach (IGrouping<Data.LeftReason, Cut> reason in cuts.Where(c => c.Left is not null).GroupBy(c => c.Left!))
        {
            IEnumerable<string> functions = reason.SelectMany(c => c.Natives).Distinct().Select(n => n[(n.IndexOf('!', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal);
            string because = reason.Key.Kind == Data.LeftKind.NotPatchedYet ? "NOT PATCHED YET: " + reason.Key.Because : reason.Key.Because;
            table.AddRow(Markup.Escape(reason.Key.What), Markup.Escape(because), Markup.Escape(string.Join(", ", functions)));
        }
        console.Write(table);
    }

    private static string Summarize(IEnumerable<string> names, bool withCounts) => Markup.Escape(string.Join(
        ", ", names.GroupBy(n => n).OrderByDescending(g => g.Count()).Select(g => withCounts ? $"{g.Key} {g.Count()}" : g.Key)));

    private static string Namespace(string type)
    {
        int end = type.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0 ? plus : type.Length;
        int dot = type.LastIndexOf('.', end - 1);
        return dot < 0 ? type : type[..dot];
    }
}
