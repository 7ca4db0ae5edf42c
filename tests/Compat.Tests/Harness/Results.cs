using System.Collections.Concurrent;
using Unmodified.Runs;

namespace Compat.Tests.Harness;

/// <summary>What this run of the suite has seen so far.</summary>
internal static class Results
{
    private static readonly ConcurrentDictionary<(Library Library, Scenario Scenario, Mode Mode), (string Service, string? Difference)> s_all = new();

    /// <param name="difference">Why it does not go as on stock, as known; null where it does.</param>
    internal static void Add(Library library, string service, Scenario scenario, Mode mode, string? difference) =>
        s_all[(library, scenario, mode)] = (service, difference);

    internal static (string Service, string? Difference)? Of(Library library, Scenario scenario, Mode mode) =>
        s_all.TryGetValue((library, scenario, mode), out var result) ? result : null;
}
