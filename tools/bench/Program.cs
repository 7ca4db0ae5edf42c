using System.CommandLine;
using System.Globalization;
using Bench.Interop;
using Bench.Loop;
using Bench.Measures;
using Bench.Micro;
using Bench.Run;
using Spectre.Console;

namespace Bench;

/// <summary>`bench`: the measures that the project promises, in one table; `bench run`: comparisons with others.</summary>
internal static class Program
{
    // Redirected output has no width of its own.
    private const int Width = 120;

    private static int Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is [['-', '-', ..], ..] && RunAsChild(args) is { } code)
        {
            return code;
        }
        AnsiConsole.Profile.Width = Console.IsOutputRedirected ? Width : Math.Max(AnsiConsole.Profile.Width, Width);
        return Commands().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).Invoke();
    }

    // What this program starts of itself, to have a process for each measure.
    private static int? RunAsChild(string[] args)
    {
        switch (args)
        {
            case ["--measure", var own]:
                Console.WriteLine(OwnMeasure(own).ToString("R", CultureInfo.InvariantCulture));
                return 0;
            case ["--loop-server"]:
                LoopServer.Run();
                return 0;
            case ["--loop-timers", var count]:
                LoopTimers.Run(int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["--micro", var kind, var length]:
                return MicroChild.Run(kind, length == "quick");
            default:
                return null;
        }
    }

    private static double OwnMeasure(string name)
    {
        if (TaskMeasures.Has(name))
        {
            return TaskMeasures.Run(name);
        }
        if (FileMeasures.Has(name))
        {
            return FileMeasures.Run(name);
        }
        if (SignalMeasures.Has(name))
        {
            return SignalMeasures.Run(name);
        }
        if (ChildMeasures.Has(name))
        {
            return ChildMeasures.Run(name);
        }
        // Before anything starts a thread: all that do so inherit the core.
        _ = Libc.SetAffinity(0);
        return MicroMeasures.Run(name);
    }

    private static RootCommand Commands()
    {
        var measures = new Argument<string[]>("measures") { Description = "Of what is promised; without any, all: " + string.Join(", ", Suite.Measures.Keys) + "." };
        measures.AcceptOnlyFromAmong([.. Suite.Measures.Keys]);
        var root = new RootCommand("Measures GreenShim.") { measures, RunCommand(), ListCommand(), SmokeCommand() };
        root.SetAction(parsed => Suite.Print(parsed.GetValue(measures) is { Length: > 0 } some ? some : [.. Suite.Measures.Keys]));
        return root;
    }

    private static Command RunCommand()
    {
        var names = new Argument<string[]>("scenarios") { Description = "Names from 'bench list', or 'all'.", Arity = ArgumentArity.OneOrMore };
        names.AcceptOnlyFromAmong(["all", .. Scenarios.All.Select(s => s.Name)]);
        var quick = new Option<bool>("--quick") { Description = "Two short rounds instead of five." };
        var noInstall = new Option<bool>("--no-install") { Description = "Leave out what is not installed." };
        Option<string> output = Output("bench-results"), switcher = Switcher();
        var command = new Command("run", "Compare green threads with stock threads, async/await, Go and gevent.") { names, quick, noInstall, output, switcher };
        command.SetAction(parsed =>
        {
            string[] wanted = parsed.GetValue(names)!;
            Scenario[] chosen = [.. Scenarios.All.Where(s => wanted.Contains("all") || wanted.Contains(s.Name))];
            RunOptions options = parsed.GetValue(quick) ? RunOptions.Quick(parsed.GetValue(switcher)!) : RunOptions.Full(parsed.GetValue(switcher)!);
            string said = $"bench run {string.Join(' ', wanted)}{(parsed.GetValue(quick) ? " --quick" : "")}";
            return Runner.Run(chosen, options, parsed.GetValue(output)!, !parsed.GetValue(noInstall), said);
        });
        return command;
    }

    private static Command SmokeCommand()
    {
        Option<string> output = Output(Path.Combine(Path.GetTempPath(), "bench-smoke")), switcher = Switcher();
        var command = new Command("smoke", "Run a hundredth of every scenario, to see that it works.") { output, switcher };
        command.SetAction(parsed =>
            Runner.Run(Scenarios.All, RunOptions.Smoke(parsed.GetValue(switcher)!), parsed.GetValue(output)!, mayInstall: false, "bench smoke"));
        return command;
    }

    private static Command ListCommand()
    {
        var command = new Command("list", "Say what 'bench run' can run.");
        command.SetAction(_ =>
        {
            foreach (Scenario scenario in Scenarios.All)
            {
                string sizes = scenario.Sizes.Count > 0 ? $" ({string.Join(", ", scenario.Sizes.Select(s => s.ToString("N0", CultureInfo.InvariantCulture)))} {scenario.SizeName})" : "";
                Console.WriteLine($"{scenario.Name,-10} {scenario.Title}{sizes}: {string.Join(", ", scenario.Sides.Select(s => s.Name))}");
            }
        });
        return command;
    }

    private static Option<string> Output(string folder) =>
        new("--output") { Description = "The folder of the page, the pictures and the JSON.", HelpName = "DIR", DefaultValueFactory = _ => folder };

    private static Option<string> Switcher() =>
        new("--switcher") { Description = "How green threads are switched: auto, stack or thread.", DefaultValueFactory = _ => "auto" };
}
