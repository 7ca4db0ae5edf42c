using System.Globalization;
using System.Text.Json;
using Bench.Loop;
using Bench.Run;
using Spectre.Console;

namespace Bench.Measures;

/// <summary>Every measure by name: starts its processes and makes its lines of the table.</summary>
internal static class Suite
{
    internal static readonly IReadOnlyDictionary<string, Func<IEnumerable<Row>>> Measures = new Dictionary<string, Func<IEnumerable<Row>>>
    {
        ["switch"] = Switch,
        ["park"] = () => BothSwitchers("pingpong", "park, unparked by a green thread", "300 ns", 300),
        ["timer"] = () => BothSwitchers("timer", "park, unparked by a timer", "300 ns", 300),
        ["spawn"] = () => BothSwitchers("spawn", "spawn + run + finish", "1,500 ns", 1500),
        ["patchall"] = PatchAll,
        ["call"] = Call,
        ["tasks"] = Tasks,
        ["handovers"] = HandOvers,
        ["files"] = Files,
        ["lookups"] = LookupSuite.Run,
        ["tls"] = () => TlsSuite.Run(Places.Unmodified("TlsEcho"), Places.Green),
        ["signals"] = Signals,
        ["children"] = Children,
        ["loop"] = Loops,
        ["sleepers"] = Sleepers,
        ["echo"] = Echo,
    };

    /// <summary>Takes the measures of these names, and says whether all are met.</summary>
    internal static int Print(IReadOnlyList<string> names)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("measure");
        table.AddColumn(new TableColumn("here").RightAligned().NoWrap()).AddColumn(new TableColumn("to reach").RightAligned().NoWrap()).AddColumn("");
        var failures = new List<string>();
        bool isMissed = false;
        foreach (string name in names)
        {
            Console.Error.WriteLine($"measuring {name} ...");
            try
            {
                foreach (Row row in Measures[name]())
                {
                    isMissed |= row.IsMet == false;
                    table.AddRow(new Text(row.Name), new Text(row.Value), new Text(row.Target), new Markup(row.IsMet switch
                    {
                        true => "[green]met[/]",
                        false => "[red]missed[/]",
                        null => "",
                    }));
                }
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or JsonException)
            {
                // Below the table: a sentence in a column of numbers leaves no room for anything else.
                failures.Add($"{name}: failed: {e.Message}");
            }
        }
        AnsiConsole.Write(table);
        failures.ForEach(AnsiConsole.WriteLine);
        return isMissed || failures.Count > 0 ? 1 : 0;
    }

    // The target is the StackSwitcher's; the ThreadSwitcher's number stands beside it.
    private static IEnumerable<Row> BothSwitchers(string measure, string name, string target, double limit)
    {
        double stack = Own(measure, "stack");
        yield return new Row($"{name}, stack", $"{stack:F1} ns", target, stack <= limit);
        yield return new Row($"{name}, thread", $"{Own(measure, "thread"):F1} ns", "", null);
    }

    private static IEnumerable<Row> PatchAll()
    {
        double ms = Measure.Median(Enumerable.Range(0, 5).Select(_ => Own("patchall", "auto")));
        yield return new Row("PatchAll", $"{ms:F1} ms", "60 ms", ms <= 60);
    }

    private static IEnumerable<Row> Switch()
    {
        double raw = Own("switch", "stack");
        yield return new Row("switch, stack", $"{raw:F1} ns", "30 ns", raw <= 30);
        yield return new Row("switch, stack-fs: the FS base changed", $"{Own("switch", "stack-fs"):F1} ns", "", null);
        yield return new Row("switch, stack-tls: the TLS exchanged", $"{Own("switch", "stack-tls"):F1} ns", "", null);
        // With the scheduler's part: what user code sees.
        yield return new Row("Yield to another green thread, stack", $"{Own("yield", "stack"):F1} ns", "", null);
        yield return new Row("Yield to another green thread, thread", $"{Own("yield", "thread"):F1} ns", "", null);
    }

    // Three patched methods that are short on stock; on a thread that is not green.
    private static IEnumerable<Row> Call()
    {
        foreach ((string key, string name) in ((string, string)[])[("sleep", "Thread.Sleep(0)"), ("pulse", "Monitor.Pulse"), ("set", "EventWaitHandle.Set")])
        {
            // Interleaved, so that a busy moment of the machine does not fall on one side only. The fastest of each, as within each.
            var pairs = Enumerable.Range(0, 7).Select(_ => (Stock: Own("call-stock-" + key, "auto"), Patched: Own("call-patched-" + key, "auto"))).ToList();
            double stock = pairs.Min(p => p.Stock);
            double added = pairs.Min(p => p.Patched) - stock;
            yield return new Row($"patched {name}, added to {stock:F0} ns", $"{added:F1} ns", "5 ns", added <= 5);
        }
    }

    private static IEnumerable<Row> Tasks()
    {
        foreach ((string key, string name) in ((string, string)[])[("taskrun", "Task.Run and Wait"), ("taskwait", "Task.Wait, completed by another thread")])
        {
            // Interleaved, as above.
            var pairs = Enumerable.Range(0, 3).Select(_ => (Stock: Own(key + "-stock", "auto"), Green: Own(key + "-green", "stack"))).ToList();
            double stock = Measure.Median(pairs.Select(p => p.Stock)), green = Measure.Median(pairs.Select(p => p.Green));
            yield return new Row($"{name}, {stock:F0} ns on stock threads", $"{green:F0} ns", "faster", green < stock);
        }
    }

    // A program that knows nothing of green threads, on all processors: stock, and on either switcher. So many turns that most of them run code that is
    // compiled for good: with a fifth of them a hand-over by ManualResetEventSlim took twice as long.
    private static IEnumerable<Row> HandOvers()
    {
        const string turns = "100000";
        string app = Places.Unmodified("HandOvers");
        var runs = Enumerable.Range(0, 3).Select(_ => (
            Stock: Values(ChildProcess.Dotnet([app, turns])),
            Stack: Values(ChildProcess.Dotnet([Places.Green, "run", "--required", "--switcher", "stack", app, turns])))).ToList();
        Dictionary<string, double> thread = Values(ChildProcess.Dotnet([Places.Green, "run", "--required", "--switcher", "thread", app, "2000"]));
        foreach (string name in runs[0].Stock.Keys)
        {
            double stock = Measure.Median(runs.Select(r => r.Stock[name])), stack = Measure.Median(runs.Select(r => r.Stack[name]));
            yield return new Row($"{name}, a hand-over, stock threads", $"{stock:F0} ns", "", null);
            bool isLock = name == "contended lock";
            yield return new Row($"{name}, a hand-over, stack", $"{stack:F0} ns", isLock ? "400 ns" : "faster", isLock ? stack <= 400 : stack < stock);
            yield return new Row($"{name}, a hand-over, thread", $"{thread[name]:F0} ns", "", null);
        }
    }

    private static IEnumerable<Row> Files()
    {
        foreach (int size in (int[])[100, 4096, 65536])
        {
            double ratio = Own($"read-{size}", "auto");
            yield return new Row($"read of {size:N0} bytes from the page cache, over stock", $"{ratio:F2} x", "1.2 x", ratio <= 1.2);
        }
    }

    private static IEnumerable<Row> Signals()
    {
        yield return new Row("kill to handler, busy with I/O, stock threads: p99", $"{Own("signal-stock-p99", "auto"):F2} ms", "", null);
        foreach (string switcher in (string[])["stack", "thread"])
        {
            yield return new Row($"kill to handler, busy with I/O, {switcher}: p50", $"{Own("signal-green-p50", switcher):F2} ms", "", null);
            double late = Own("signal-green-p99", switcher);
            yield return new Row($"kill to handler, busy with I/O, {switcher}: p99", $"{late:F2} ms", "5 ms", late < 5);
        }
    }

    // With the hub's watchdog turned off: nothing else than the patch keeps a start from holding up the others.
    private static IEnumerable<Row> Children()
    {
        foreach (string switcher in (string[])["stack", "thread"])
        {
            double pause = Own("children-pause", switcher, ("GREENSHIM_STRICT", "1"));
            yield return new Row($"200 x Process.Start, {switcher}: longest pause of the others", $"{pause:F1} ms", "20 ms", pause < 20);
            yield return new Row($"200 x Process.Start, {switcher}: each", $"{Own("children-each", switcher):F2} ms", "", null);
        }
        yield return new Row("200 x Process.Start, stack, not patched: longest pause of the others", $"{Own("children-unpatched", "stack", ("GREENSHIM_STRICT", "1")):F1} ms", "", null);
        yield return new Row("200 x Process.Start, stock threads: each", $"{Own("children-stock", "auto"):F2} ms", "", null);
    }

    private static IEnumerable<Row> Loops() => LoopSuite.Run(Places.Root, Places.Self);

    private static IEnumerable<Row> Sleepers()
    {
        foreach (string mode in (string[])["stock", "stack", "thread"])
        {
            Dictionary<string, double> said = RunSleepers(mode);
            string name = $"10,000 sleepers, {mode}";
            bool? Met(string key, double limit) => mode == "stack" ? said[key] <= limit : null;
            string Target(string text) => mode == "stack" ? text : "";
            yield return new Row($"{name}: RSS each", $"{said["rss KiB each"]:F1} KiB", Target("40 KiB"), Met("rss KiB each", 40));
            yield return new Row($"{name}: all started", $"{said["started ms"]:F0} ms", Target("3,000 ms"), Met("started ms", 3000));
            yield return new Row($"{name}: lateness p99", $"{said["late ms p99"]:F2} ms", Target("20 ms"), Met("late ms p99", 20));
        }
    }

    private static Dictionary<string, double> RunSleepers(string mode)
    {
        string app = Places.Unmodified("Sleepers");
        string output = mode == "stock" ? ChildProcess.Dotnet([app]) : ChildProcess.Dotnet([Places.Green, "run", "--required", "--switcher", mode, app]);
        return Values(output);
    }

    // Lines of a name and a number.
    private static Dictionary<string, double> Values(string output)
    {
        var values = new Dictionary<string, double>();
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int cut = line.LastIndexOf(' ');
            values[line[..cut]] = double.Parse(line[(cut + 1)..], CultureInfo.InvariantCulture);
        }
        return values;
    }

    private static IEnumerable<Row> Echo()
    {
        using JsonDocument document = JsonDocument.Parse(ChildProcess.Dotnet([Places.Green, "demo", "--json"]));
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            string variant = row.GetProperty("variant").GetString()!;
            string name = $"echo, {row.GetProperty("connections").GetInt32():N0} connections, {variant}";
            if (row.GetProperty("error").GetString() is { } error)
            {
                yield return new Row(name, error, "", false);
                continue;
            }
            yield return new Row(name, $"{row.GetProperty("requestsPerSecond").GetDouble():N0} req/s", "", null);
            if (variant == "GreenShim")
            {
                double overAsync = row.GetProperty("overAsync").GetDouble(), overThreads = row.GetProperty("overThreads").GetDouble();
                yield return new Row(name + ", over async", $"{overAsync:F2} x", "2.0 x", overAsync >= 2);
                yield return new Row(name + ", over threads", $"{overThreads:F2} x", "1.3 x", overThreads >= 1.3);
            }
        }
    }

    // On one processor the runtime waits ten times longer before it compiles for good: longer than a measure warms up.
    private static double Own(string measure, string switcher, params (string Name, string Value)[] environment) =>
        double.Parse(
            ChildProcess.Dotnet([Places.Self, "--measure", measure], [("GREENSHIM_SWITCHER", switcher), ("DOTNET_TC_DelaySingleProcMultiplier", "1"), .. environment]),
            CultureInfo.InvariantCulture);
}
