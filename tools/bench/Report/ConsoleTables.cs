using Bench.Run;
using Spectre.Console;

namespace Bench.Report;

/// <summary>A scenario's result as the terminal shows it.</summary>
internal static class ConsoleTables
{
    internal static void Print(IAnsiConsole console, ScenarioResult result)
    {
        Scenario scenario = result.Scenario;
        Table table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(scenario.Title));
        table.AddColumn(new TableColumn(scenario.SizeName).RightAligned()).AddColumn("");
        foreach (Metric metric in scenario.Metrics)
        {
            table.AddColumn(new TableColumn(metric.Name).RightAligned());
        }
        table.AddColumn(new TableColumn(scenario.Sides[0].Name + " is better by").RightAligned());
        foreach (Cell cell in result.Cells)
        {
            string[] values = cell.Error is null ? [.. scenario.Metrics.Select(m => Page.Text(cell.Median(m.Name), m))] : [.. scenario.Metrics.Select(_ => "–")];
            table.AddRow([new Text(cell.Case), new Text(cell.Side), .. values.Select(v => new Text(v)), new Text(result.Compare(cell)?.ToString() ?? "")]);
        }
        console.Write(table);
        foreach (Cell cell in result.Cells.Where(c => c.Error is not null))
        {
            console.WriteLine($"{cell.Case}, {cell.Side}: {cell.Error}");
        }
    }
}
