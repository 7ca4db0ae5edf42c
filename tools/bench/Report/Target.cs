using System.Globalization;
using Bench.Run;

namespace Bench.Report;

/// <summary>Something that we want to reach.</summary>
/// <param name="Against">The side to compare with; null where the value itself counts.</param>
/// <param name="Limit">The ratio to reach at least, or the value not to go beyond.</param>
internal sealed record Target(string Scenario, string Case, string? Against, double Limit)
{
    internal static IReadOnlyList<Target> All { get; } =
    [
        new("echo", "100", Sides.Async.Name, 2), new("echo", "1,000", Sides.Async.Name, 2),
        new("echo", "100", Sides.Go.Name, 1), new("echo", "1,000", Sides.Go.Name, 1),
        new("http", "100", Sides.Async.Name, 2), new("http", "1,000", Sides.Async.Name, 2),
        new("http", "100", Sides.Kestrel.Name, 2), new("http", "1,000", Sides.Kestrel.Name, 2),
        new("http", "100", Sides.Go.Name, 1), new("http", "1,000", Sides.Go.Name, 1),
        new("postgres", "32", Sides.Async.Name, 0.95),
        new("idle", "5,000", null, 40), new("idle", "10,000", null, 40),
    ];

    /// <summary>What it is, what came out, and whether that is enough; null when it was not measured.</summary>
    internal (string Wanted, string Reached, bool IsMet)? Judge(IReadOnlyList<ScenarioResult> results)
    {
        if (results.FirstOrDefault(r => r.Scenario.Name == Scenario) is not { } result || result.Ours(Case) is not { } ours)
        {
            return null;
        }
        string what = $"{result.Scenario.Title}, {Case} {result.Scenario.SizeName}";
        Metric metric = result.Scenario.Metrics[0];
        if (Against is null)
        {
            return ours.Median(metric.Name) is { } value
                ? ($"{what}: {Text(Limit)} {metric.Name} at most", Text(value), value <= Limit) : null;
        }
        return result.Cells.FirstOrDefault(c => c.Case == Case && c.Side == Against) is { } theirs && result.Compare(theirs) is { } ratio
            ? ($"{what}: {Text(Limit)} x {Against}", ratio + " x", ratio.Median >= Limit) : null;
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
