using Bench.Run;
using ScottPlot;

namespace Bench.Report;

/// <summary>A picture of each scenario: bars by case and side, with the range of the rounds.</summary>
internal static class Plots
{
    private const int Width = 1000;
    private const int Height = 360;
    private const double Ratio = 50;

    private static readonly Dictionary<string, string> s_colors = new()
    {
        [Sides.Green.Name] = "#2e9e4f", [Sides.Loop.Name] = "#2e9e4f", [Sides.GreenStrict.Name] = "#a5d6a7", [Sides.Threads.Name] = "#7f7f7f", [Sides.Async.Name] = "#512bd4",
        [Sides.Kestrel.Name] = "#b39ddb", [Sides.Go.Name] = "#00add8", [Sides.Gevent.Name] = "#e0a030", [Sides.C.Name] = "#303030",
    };

    internal static void Draw(ScenarioResult result, string file)
    {
        Metric metric = result.Scenario.Metrics[0];
        Cell[] drawn = [.. result.Cells.Where(c => c.Median(metric.Name) is not null)];
        if (drawn.Length == 0)
        {
            return;
        }
        double[] medians = [.. drawn.Select(c => c.Median(metric.Name)!.Value).Where(v => v > 0)];
        // Bars that differ by more than this cannot be read on one linear axis.
        bool isLog = medians.Length > 0 && medians.Max() / medians.Min() > Ratio;
        double floor = isLog ? Math.Floor(Math.Log10(medians.Min())) : 0;
        double Place(double value) => isLog ? Math.Log10(Math.Max(value, Math.Pow(10, floor))) - floor : value;
        using var plot = new Plot();
        var ticks = new List<Tick>();
        int x = 0;
        foreach (IGrouping<string, Cell> group in drawn.GroupBy(c => c.Case))
        {
            int from = x;
            foreach (Cell cell in group)
            {
                List<double> values = cell.Values[metric.Name];
                double median = Place(cell.Median(metric.Name)!.Value);
                ScottPlot.Plottables.BarPlot bar = plot.Add.Bar(x++, median);
                bar.Color = Color.FromHex(s_colors[cell.Side]);
                bar.Bars[0].Error = Math.Max(Place(values.Max()) - median, median - Place(values.Min()));
                bar.Bars[0].LineWidth = 0;
            }
            ticks.Add(new Tick((from + x - 1) / 2.0, group.Key));
            x++;
        }
        foreach (string side in drawn.Select(c => c.Side).Distinct())
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = side, FillColor = Color.FromHex(s_colors[side]) });
        }
        plot.ShowLegend(Edge.Right);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. ticks]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        if (isLog)
        {
            int decades = (int)Math.Ceiling(drawn.Max(c => Place(c.Values[metric.Name].Max())));
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
                [.. Enumerable.Range(0, decades + 1).Select(d => new Tick(d, Math.Pow(10, d + floor).ToString("#,##0.####", System.Globalization.CultureInfo.InvariantCulture)))]);
        }
        plot.Title($"{result.Scenario.Title}: {metric.Name}{(metric.IsMoreBetter == true ? ", more is better" : ", less is better")}");
        plot.XLabel(result.Scenario.SizeName);
        plot.Axes.Margins(bottom: 0, top: 0.1);
        plot.HideGrid();
        plot.SaveSvg(file, Width, Height);
    }
}
