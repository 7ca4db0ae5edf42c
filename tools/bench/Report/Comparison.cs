using Bench.Measures;
using Bench.Run;

namespace Bench.Report;

/// <summary>How many times better one side was than another: above one is better, whatever the metric. Medians over the rounds, and the range of them.</summary>
internal readonly record struct Comparison(double Median, double Low, double High)
{
    /// <summary>Null when one of them has no value.</summary>
    internal static Comparison? Of(Cell ours, Cell theirs, Metric metric)
    {
        if (!ours.Values.TryGetValue(metric.Name, out List<double>? a) || !theirs.Values.TryGetValue(metric.Name, out List<double>? b) || metric.IsMoreBetter is null)
        {
            return null;
        }
        // Round by round: both ran within the same few seconds then.
        double[] ratios = [.. a.Zip(b, (x, y) => metric.IsMoreBetter == true ? x / y : y / x).Where(double.IsFinite)];
        return ratios.Length == 0 ? null : new Comparison(Measure.Median(ratios), ratios.Min(), ratios.Max());
    }

    public override string ToString() => $"{Text(Median)} ({Text(Low)}–{Text(High)})";

    private static string Text(double value) =>
        value.ToString(value switch { >= 100 => "N0", >= 10 => "F1", >= 0.1 => "F2", _ => "0.####" }, System.Globalization.CultureInfo.InvariantCulture);
}
