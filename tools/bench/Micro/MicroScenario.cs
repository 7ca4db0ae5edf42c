using System.Globalization;
using Bench.Run;

namespace Bench.Micro;

/// <summary>The micro benchmarks: BenchmarkDotNet's iterations instead of rounds, a process for each side.</summary>
internal sealed class MicroScenario : Scenario
{
    private static readonly (string Method, string Label)[] s_labels =
    [
        ("Switch", "switch"), ("Spawn", "spawn and join"), ("ParkUnpark", "park and unpark"), ("Timer", "the same with a time-out"),
        ("LockHandOver", "lock hand-over"), ("QueueHandOver", "queue hand-over"), ("SleepZero", "Sleep(0)"),
    ];

    internal override IEnumerable<Cell> Run(RunOptions options, Installed installed, Action<string> progress)
    {
        List<Cell> cells = [];
        foreach (Side side in Sides)
        {
            progress($"{Name}: {side.Name}");
            cells.AddRange(Run(side, options));
        }
        return cells.OrderBy(c => Array.FindIndex(s_labels, l => l.Label == c.Case));
    }

    protected override IReadOnlyDictionary<string, double> Round(Cell cell, Side side, int size, RunOptions options) => throw new NotSupportedException();

    private List<Cell> Run(Side side, RunOptions options)
    {
        var environment = new Dictionary<string, string>(side.Environment) { [Bench.Run.Sides.SwitcherVariable] = options.Switcher };
        string kind = side == Bench.Run.Sides.Async ? "async" : "blocking";
        using var process = new PinnedProcess(["dotnet", Places.Self, "--micro", kind, options.Rounds < 5 ? "quick" : "full"], PinnedProcess.SubjectCore, environment);
        try
        {
            IReadOnlyList<string> lines = process.AwaitResults(TimeSpan.FromMinutes(4));
            GreenReport? report = process.Stop();
            return [.. lines.Select(line => Parse(side, line, report))];
        }
        catch (InvalidOperationException e)
        {
            return [.. s_labels.Select(l => new Cell(l.Label, side.Name, side.IsGreen) { Error = e.Message })];
        }
    }

    private Cell Parse(Side side, string line, GreenReport? report)
    {
        string[] words = line.Split(' ');
        var cell = new Cell(s_labels.First(l => l.Method == words[0]).Label, side.Name, side.IsGreen);
        foreach (string word in words.Skip(1))
        {
            cell.Add(new Dictionary<string, double> { [Metrics[0].Name] = double.Parse(word, CultureInfo.InvariantCulture) });
        }
        cell.Error = words.Length > 1 ? null : "it failed";
        cell.Add(report);
        return cell;
    }
}
