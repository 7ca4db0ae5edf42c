using System.Collections.Concurrent;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Every scenario of Behaviours gives the same transcript and exit code stock and shimmed, under both switchers, and those that are about tasks
/// with all options that bring more onto green threads.</summary>
public sealed class BehaviourTests
{
    /// <summary>Families that run without a watchdog: whatever blocks the carrier there, blocks everybody.</summary>
    private static readonly string[] s_strict = ["Console", "Files", "Runtime", "Processes"];

    /// <summary>Families that run with the thread pool on green threads, too.</summary>
    private static readonly string[] s_tasks = ["Async", "Slim", "Exits"];

    private static readonly ConcurrentDictionary<string, Lazy<Outcome>> s_stock = new();

    public static TheoryData<string, Mode> Scenarios()
    {
        var data = new TheoryData<string, Mode>();
        foreach (string name in Names())
        {
            data.Add(name, Mode.Stack);
            data.Add(name, Mode.Thread);
        }
        foreach (string name in s_tasks.SelectMany(Names))
        {
            data.Add(name, Mode.StackEverywhere);
            data.Add(name, Mode.ThreadEverywhere);
        }
        // That nothing deadlocks when nothing but the tasks themselves can let a green thread go on.
        foreach (string name in Names("Async"))
        {
            data.Add(name, Mode.StackStrict);
            data.Add(name, Mode.ThreadStrict);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_behaves_as_on_stock_threads(string name, Mode mode)
    {
        Outcome stock = s_stock.GetOrAdd(name, n => new Lazy<Outcome>(() => Run(n, Mode.Stock))).Value;

        Outcome shimmed = Run(name, mode);

        shimmed.Should().Be(stock);
    }

    [Fact]
    public void Every_scenario_is_tested()
    {
        using ProgramRun list = ProgramRun.Start(Mode.Stock, "Behaviours", "--list");

        string[] listed = list.WaitForExit().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Names().Should().BeEquivalentTo(listed);
    }

    private static Outcome Run(string name, Mode mode)
    {
        bool isStrict = mode >= Mode.StackStrict || mode != Mode.Stock && s_strict.Any(family => Names(family).Contains(name));
        using ProgramRun run = ProgramRun.Start(mode, "Behaviours", info => info.Environment["GREENSHIM_STRICT"] = isStrict ? "1" : "0", [name]);
        run.Input.Write("first\nsecond\n\nlast");
        run.Input.Close();
        Outcome outcome = run.WaitForExit();
        // A crash leaves no report: nothing of ours may run any more then.
        if (mode != Mode.Stock && outcome.ExitCode < 128)
        {
            run.Report.Should().NotBeNull();
            run.Report!.Parks.Should().BePositive("the waits must have been the hub's, not the kernel's");
        }
        return outcome;
    }

    // A file per scenario, in a folder per family.
    private static IEnumerable<string> Names() =>
        Directory.GetDirectories(Folder)
            .Select(folder => Path.GetFileName(folder))
            .Where(family => family is not ("bin" or "obj"))
            .SelectMany(Names)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(string family) =>
        Directory.GetFiles(Path.Combine(Folder, family), "*.cs").Select(file => Kebab(Path.GetFileNameWithoutExtension(file)));

    private static string Folder => Path.Combine(Repository.Root, "tests", "Unmodified", "Behaviours");

    private static string Kebab(string name) => string.Concat(name.Select((c, i) => (i > 0 && char.IsUpper(c) ? "-" : "") + char.ToLowerInvariant(c)));
}
