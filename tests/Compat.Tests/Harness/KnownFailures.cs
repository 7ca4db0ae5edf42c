using Unmodified.Runs;

namespace Compat.Tests.Harness;

/// <summary>What is known not to go as on stock (known-failures.txt), and why.</summary>
internal static class KnownFailures
{
    private static readonly Dictionary<string, string> s_reasons = File.ReadLines(Path.Combine(Repository.Root, "tests", "Compat.Tests", "known-failures.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Scenarios of whatever mode, with a mode each.</summary>
    internal static IEnumerable<string> Names => s_reasons.Keys;

    internal static string? Reason(Scenario scenario, Mode mode) => s_reasons.GetValueOrDefault(Name(scenario, mode));

    internal static string Name(Scenario scenario, Mode mode) => $"{scenario.Name} {mode.ToString().ToLowerInvariant()}";
}
