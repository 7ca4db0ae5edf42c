using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Green.Demo;
using Spectre.Console;

namespace Green.Commands;

/// <summary>`green demo`: the same blocking echo server three ways, and one table.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var connections = new Option<int[]>("--connections")
        {
            Description = "Numbers of connections, separated by commas.",
            CustomParser = ParseList,
            DefaultValueFactory = _ => [100, 1000],
        };
        var seconds = new Option<double>("--seconds") { Description = "Measured seconds of each run.", CustomParser = ParseNumber, DefaultValueFactory = _ => 1 };
        var warmup = new Option<double>("--warmup") { Description = "Seconds of load on each server before its first run is measured.", CustomParser = ParseNumber, DefaultValueFactory = _ => 5 };
        var rounds = new Option<int>("--rounds") { Description = "Interleaved runs of each server; the table shows their medians.", DefaultValueFactory = _ => 7 };
        var switcher = new Option<string>("--switcher") { Description = "How green threads are switched.", DefaultValueFactory = _ => "auto" };
        switcher.AcceptOnlyFromAmong("auto", "stack", "stack-fs", "stack-tls", "thread");
        var only = new Option<DemoVariant[]>("--only")
        {
            Description = "Run only these servers: threads, async, green; separated by commas.",
            CustomParser = ParseVariants,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "NAMES",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of the table." };
        seconds.Validators.Add(Limit(seconds, 0.1, 3600));
        warmup.Validators.Add(Limit(warmup, 0, 3600));
        rounds.Validators.Add(Limit(rounds, 1, 1000));
        var command = new Command("demo", "Run one unmodified echo server on stock threads and under GreenShim, and its async twin; compare.")
        {
            connections, seconds, warmup, rounds, switcher, only, json,
        };
        command.SetAction(parsed => Run(
            new DemoOptions
            {
                Connections = parsed.GetValue(connections)!,
                Seconds = parsed.GetValue(seconds),
                WarmUpSeconds = parsed.GetValue(warmup),
                Rounds = parsed.GetValue(rounds),
                Switcher = parsed.GetValue(switcher)!,
                Variants = parsed.GetValue(only) is { Length: > 0 } some ? some : Enum.GetValues<DemoVariant>(),
            },
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(DemoOptions options, bool json)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("green demo: its load generator needs Linux (epoll).");
            return 1;
        }
        Cores? cores = Cores.Choose();
        using var stop = new CancellationTokenSource();
        // Ctrl-C ends the load at once (it is in our process group); the servers are stopped in the runner's finally.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Cancel(c, stop));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Cancel(c, stop));
        try
        {
            IReadOnlyList<DemoRow> rows = Measure(options, cores, json, stop.Token);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize([.. rows], DemoJson.Default.DemoRowArray));
            }
            else
            {
                DemoTable.Print(AnsiConsole.Console, rows, cores);
            }
            return rows.Any(r => r.Error is not null) ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("green demo: interrupted.");
            return 130;
        }
    }

    private static IReadOnlyList<DemoRow> Measure(DemoOptions options, Cores? cores, bool quiet, CancellationToken stop)
    {
        if (quiet || Console.IsErrorRedirected)
        {
            return new DemoRunner(options, cores, _ => { }, stop).Run();
        }
        IAnsiConsole errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return errors.Status().Start("starting the servers", status => new DemoRunner(options, cores, text => status.Status(text), stop).Run());
    }

    private static void Cancel(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static Action<OptionResult> Limit<T>(Option<T> option, T least, T most)
        where T : INumber<T> =>
        result =>
        {
            // What is no number at all is the parser's to say.
            if (!result.Implicit && result.Tokens.Count > 0 && T.TryParse(result.Tokens[^1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value)
                && !(value >= least && value <= most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"option '{option.Name}' takes a number from {least} to {most}."));
            }
        };

    // The parser's own takes commas, which it reads as those between thousands.
    private static double ParseNumber(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            result.AddError($"option '{((OptionResult)result.Parent!).Option.Name}': '{text}' is no number.");
        }
        return number;
    }

    // By name alone: Enum.Parse takes numbers, too, and makes one value of several.
    private static DemoVariant[] ParseVariants(ArgumentResult result)
    {
        var variants = new List<DemoVariant>();
        string[] names = Enum.GetNames<DemoVariant>();
        foreach (string part in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            int index = Array.FindIndex(names, n => n.Equals(part, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                result.AddError($"option '--only': '{part}' is none of {string.Join(", ", names)}.");
                return [];
            }
            DemoVariant variant = Enum.Parse<DemoVariant>(names[index]);
            if (!variants.Contains(variant))
            {
                variants.Add(variant);
            }
        }
        return [.. variants];
    }

    private static int[] ParseList(ArgumentResult result)
    {
        var numbers = new List<int>();
        foreach (string part in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n is < 1 or > 30_000)
            {
                result.AddError($"'{part}' is no number of connections; give 1 to 30000, separated by commas.");
                return [];
            }
            numbers.Add(n);
        }
        return [.. numbers];
    }
}
