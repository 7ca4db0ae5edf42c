using Bench.Interop;
using Bench.Report;
using Spectre.Console;

namespace Bench.Run;

/// <summary><c>bench run</c>: the scenarios one after the other, and everything about them in one folder.</summary>
internal static class Runner
{
    internal static int Run(IReadOnlyList<Scenario> scenarios, RunOptions options, string folder, bool mayInstall, string command)
    {
        // All that is not measured shares the core of the load: what is measured has its own to itself.
        _ = Libc.SetAffinity(PinnedProcess.LoadCore);
        Directory.CreateDirectory(Path.Combine(folder, "benchmarks"));
        void Progress(string text) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {text}");
        var installed = new Installed(mayInstall, Progress);
        IReadOnlyList<(string Name, string Value)> machine = Machine.Describe(options.Switcher);
        foreach ((string name, string value) in machine)
        {
            AnsiConsole.WriteLine($"{name}: {value}");
        }
        List<ScenarioResult> results = [];
        foreach (Scenario scenario in scenarios)
        {
            var result = new ScenarioResult(scenario, [.. scenario.Run(options, installed, Progress)]);
            results.Add(result);
            ConsoleTables.Print(AnsiConsole.Console, result);
            Plots.Draw(result, Path.Combine(folder, "benchmarks", scenario.Name + ".svg"));
        }
        File.WriteAllText(Path.Combine(folder, "benchmarks", "results.json"), ResultJson.Write(results, machine, options));
        File.WriteAllText(Path.Combine(folder, "benchmarks.md"), Page.Write(results, machine, options, command));
        AnsiConsole.WriteLine($"Written to {folder}.");
        return results.SelectMany(r => r.Cells).Any(c => c.IsGreen && c is { Error: not null, IsMissing: false }) ? 1 : 0;
    }
}
