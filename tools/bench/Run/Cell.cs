using Bench.Measures;

namespace Bench.Run;

/// <summary>What one side did in one case: the values of every round by metric, or why there are none.</summary>
internal sealed class Cell(string @case, string side, bool isGreen)
{
    public string Case { get; } = @case;

    public string Side { get; } = side;

    public bool IsGreen { get; } = isGreen;

    public Dictionary<string, List<double>> Values { get; } = [];

    public string? Error { get; set; }

    /// <summary>True when the side cannot be measured on this machine at all.</summary>
    public bool IsMissing { get; set; }

    /// <summary>Of a green side: what switched, as the process said at its end.</summary>
    public string? Switcher { get; set; }

    /// <summary>Of a green side: how often it switched, in all rounds.</summary>
    public long Switches { get; set; }

    internal double? Median(string metric) => Values.TryGetValue(metric, out List<double>? v) && v.Count > 0 ? Measure.Median(v) : null;

    internal void Add(IReadOnlyDictionary<string, double> values)
    {
        foreach ((string name, double value) in values)
        {
            if (!Values.TryGetValue(name, out List<double>? list))
            {
                Values[name] = list = [];
            }
            list.Add(value);
        }
    }

    internal void Add(GreenReport? report)
    {
        if (report is { } r)
        {
            Switcher = r.Switcher;
            Switches += r.Switches;
        }
    }
}
