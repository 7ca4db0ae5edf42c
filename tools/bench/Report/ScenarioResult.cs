using Bench.Run;

namespace Bench.Report;

/// <summary>A scenario that was run, case by case and side by side.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<Cell> Cells)
{
    internal IEnumerable<IGrouping<string, Cell>> Cases => Cells.GroupBy(c => c.Case);

    /// <summary>The side that the others are compared with in a case: ours.</summary>
    internal Cell? Ours(string @case) => Cells.FirstOrDefault(c => c.Case == @case && c.Side == Scenario.Sides[0].Name);

    internal Comparison? Compare(Cell theirs) =>
        Ours(theirs.Case) is { } ours && ours != theirs ? Comparison.Of(ours, theirs, Scenario.Metrics[0]) : null;
}
