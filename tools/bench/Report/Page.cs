using System.Globalization;
using System.Text;
using Bench.Run;

namespace Bench.Report;

/// <summary>The page that a person reads, in Markdown.</summary>
internal static class Page
{
    // What is closer together than rounds are.
    private const double Even = 0.97;

    internal static string Write(IReadOnlyList<ScenarioResult> results, IReadOnlyList<(string Name, string Value)> machine, RunOptions options, string command)
    {
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');
        Line("# Benchmarks");
        Line();
        Line($"What `{command}` printed on the machine below, on {DateTime.UtcNow.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}. GreenShim runs plain blocking programs, unmodified, through its startup hook; the programs of all sides are in "
            + "`tools/workloads` and `tools/bench/peers`. Every side runs in a process of its own on one core, what loads it on the other, in "
            + $"rounds that alternate between the sides, {options.Rounds} where the time allowed it. Values are medians over the rounds; the range is that of the rounds.");
        Line();
        Line("| | |");
        Line("|---|---|");
        foreach ((string name, string value) in machine)
        {
            Line($"| {name} | {value} |");
        }
        Targets(results, Line);
        Losses(results, Line);
        foreach (ScenarioResult result in results)
        {
            Section(result, options, Line);
        }
        Line();
        Line("Where the time of a request goes, call by call: [profile.md](profile.md).");
        Line();
        Line("## Run it yourself");
        Line();
        Line("```sh");
        Line("dotnet run -c Release --project tools/bench -- list                     # what there is");
        Line("dotnet run -c Release --project tools/bench -- run all --output docs    # this page: about a quarter of an hour; --quick: a third of that");
        Line("dotnet run -c Release --project tools/bench -- run echo http --output DIR");
        Line("```");
        Line();
        Line("As root it installs what is missing (Go, gevent, wrk, PostgreSQL) from the system's packages; otherwise it says what it leaves out.");
        return page.ToString();
    }

    private static void Targets(IReadOnlyList<ScenarioResult> results, Action<string> line)
    {
        (string Wanted, string Reached, bool IsMet)[] all = [.. Target.All.Select(t => t.Judge(results)).OfType<(string, string, bool)>()];
        if (all.Length == 0)
        {
            return;
        }
        line("");
        line("## What it should reach");
        line("");
        line("| to reach | reached | |");
        line("|---|---|---|");
        foreach ((string wanted, string reached, bool isMet) in all)
        {
            line($"| {wanted} | {reached} | {(isMet ? "met" : "**missed**")} |");
        }
    }

    private static void Losses(IReadOnlyList<ScenarioResult> results, Action<string> line)
    {
        line("");
        line("## Where GreenShim loses");
        line("");
        line("By the first number of each table; the ratio is how many times as good as the other it is.");
        line("");
        int count = 0;
        foreach (ScenarioResult result in results)
        {
            string[] lost = [.. result.Cells.Select(c => (Cell: c, Ratio: result.Compare(c))).Where(l => l.Ratio is { Median: < Even })
                .GroupBy(l => l.Cell.Side, l => $"{l.Cell.Case}: {l.Ratio}").Select(side => $"{side.Key} ({string.Join("; ", side)})")];
            string[] failed = [.. result.Cells.Where(c => c is { IsGreen: true, Error: not null, IsMissing: false }).Select(c => $"{c.Case}: failed: {c.Error}")];
            if (lost.Length + failed.Length > 0)
            {
                line($"- **{result.Scenario.Title}**, {result.Scenario.Metrics[0].Name}, by {result.Scenario.SizeName}: {string.Join(", ", lost.Concat(failed))}");
                count++;
            }
        }
        if (count == 0)
        {
            line("Nowhere in this run.");
        }
    }

    private static void Section(ScenarioResult result, RunOptions options, Action<string> line)
    {
        Scenario scenario = result.Scenario;
        IReadOnlyList<Metric> metrics = scenario.Metrics;
        string ours = scenario.Sides[0].Name;
        line("");
        line("## " + scenario.Title);
        line("");
        line(scenario.About);
        line("");
        line($"![{scenario.Title}](benchmarks/{scenario.Name}.svg)");
        line("");
        line($"| {scenario.SizeName} | | {metrics[0].Name} | range | {ours} is better by |{string.Concat(metrics.Skip(1).Select(m => $" {m.Name} |"))}");
        line($"|--:|---|--:|--:|--:|{string.Concat(metrics.Skip(1).Select(_ => "--:|"))}");
        foreach (Cell cell in result.Cells)
        {
            if (cell.Error is not null)
            {
                line($"| {cell.Case} | {cell.Side} | {cell.Error} | | |{string.Concat(metrics.Skip(1).Select(_ => " |"))}");
                continue;
            }
            string range = cell.Values.TryGetValue(metrics[0].Name, out List<double>? v)
                ? $"{Text(v.Min(), metrics[0])}–{Text(v.Max(), metrics[0])}{(v.Count < options.Rounds ? $" in {v.Count} rounds" : "")}" : "";
            line($"| {cell.Case} | {cell.Side} | {Text(cell.Median(metrics[0].Name), metrics[0])} | {range} | {result.Compare(cell)?.ToString() ?? ""} |"
                + string.Concat(metrics.Skip(1).Select(m => $" {Text(cell.Median(m.Name), m)} |")));
        }
    }

    internal static string Text(double? value, Metric metric) => value is { } v ? v.ToString(metric.Format, CultureInfo.InvariantCulture) : "–";
}
