using System.Reflection;
using Unmodified.Runs;

namespace Compat.Tests.Harness;

/// <summary>The table of docs/compatibility.md, between its two marks.</summary>
internal static class Page
{
    private const string Begin = "<!-- results:begin -->";
    private const string End = "<!-- results:end -->";
    private const string Head = "| library | with | what was run | `stack` | `thread` |\n|---|---|---|---|---|";
    private static readonly string[] s_switchers = ["Stack", "Thread"];
    private static readonly Mode[] s_modes = [Mode.Stack, Mode.Thread, Mode.StackEverywhere, Mode.ThreadEverywhere];

    private static string FilePath => Path.Combine(Repository.Root, "docs", "compatibility.md");

    /// <summary>All that the suite has.</summary>
    internal static Library[] Libraries { get; } =
    [
        .. typeof(Page).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters).SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(field => field.FieldType == typeof(Library))
            .Select(field => (Library)field.GetValue(null)!).OrderBy(library => library.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The committed page's rows: cells by library.</summary>
    internal static Dictionary<string, string[]> Committed()
    {
        (_, string table, _) = Split();
        return table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line[2..^2].Split(" | ")).ToDictionary(cells => cells[0].Split(' ')[0]);
    }

    /// <summary>What this run says; null in a cell that it knows nothing of.</summary>
    internal static string?[] Row(Library library) =>
    [
        $"{library.Name} {library.Version}",
        library.Scenarios.SelectMany(_ => s_modes, (scenario, mode) => Results.Of(library, scenario, mode)?.Service).FirstOrDefault(name => name is not null),
        string.Join("; ", library.Scenarios.Select(scenario => scenario.What)),
        .. s_switchers.Select(switcher => Verdict(library, switcher)),
    ];

    /// <summary>Writes the rows of this run, and of libraries that it did not run those that are there.</summary>
    internal static void Write()
    {
        (string before, _, string after) = Split();
        Dictionary<string, string[]> committed = Committed();
        IEnumerable<string> rows = Libraries.Select(library =>
        {
            string[]? old = committed.GetValueOrDefault(library.Name);
            return $"| {string.Join(" | ", Row(library).Select((cell, i) => cell ?? old?[i] ?? "not run"))} |";
        });
        File.WriteAllText(FilePath, $"{before}{Begin}\n{Head}\n{string.Join('\n', rows)}\n{Differences()}{End}{after}");
    }

    /// <summary>The differences that the committed page names.</summary>
    internal static string CommittedDifferences()
    {
        (_, string table, _) = Split();
        int at = table.IndexOf("\n\n", StringComparison.Ordinal);
        return at < 0 ? "" : table[(at + 1)..];
    }

    /// <summary>What is known not to go as on stock, as the page says it.</summary>
    internal static string Differences() => string.Concat(
        Libraries.SelectMany(library => library.Scenarios)
            .SelectMany(_ => s_modes, (scenario, mode) => (Name: KnownFailures.Name(scenario, mode), Reason: KnownFailures.Reason(scenario, mode)))
            .Where(difference => difference.Reason is not null)
            .Select((difference, i) => $"{(i == 0 ? "\n" : "")}- `{difference.Name}`: {difference.Reason}\n"));

    private static string? Verdict(Library library, string switcher)
    {
        Mode[] modes = [.. library.Shimmed.Where(mode => mode.ToString().StartsWith(switcher, StringComparison.Ordinal))];
        var results = library.Scenarios.SelectMany(_ => modes, (scenario, mode) => Results.Of(library, scenario, mode)).ToList();
        return results.Count == 0 || results.Contains(null) ? null : $"{results.Count(result => result!.Value.Difference is null)} of {results.Count} as stock";
    }

    private static (string Before, string Table, string After) Split()
    {
        string page = File.ReadAllText(FilePath);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return (page[..begin], page[(begin + Begin.Length)..end], page[(end + End.Length)..]);
    }
}
