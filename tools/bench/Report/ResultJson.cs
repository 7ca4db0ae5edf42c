using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Run;

namespace Bench.Report;

/// <summary>Everything that was measured, every round of it, for programs to read.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static string Write(IReadOnlyList<ScenarioResult> results, IReadOnlyList<(string Name, string Value)> machine, RunOptions options) => JsonSerializer.Serialize(
        new
        {
            Machine = machine.ToDictionary(m => m.Name, m => m.Value),
            options.Rounds,
            options.Seconds,
            Scenarios = results.Select(r => new { r.Scenario.Name, r.Scenario.Title, Of = r.Scenario.SizeName, Metrics = r.Scenario.Metrics.Select(m => m.Name), r.Cells }),
        },
        s_options);
}
