using System.Globalization;

namespace Bench.Run;

/// <summary>The lines of "name value" in which the workloads say their results.</summary>
internal static class ResultLines
{
    internal static Dictionary<string, double> Parse(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, double>();
        foreach (string line in lines)
        {
            int cut = line.LastIndexOf(' ');
            if (cut > 0 && double.TryParse(line.AsSpan(cut + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                values[line[..cut]] = value;
            }
        }
        return values;
    }
}
