using System.Collections.Concurrent;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Every scenario of Behaviours gives the same transcript and exit code stock and shimmed, under both switchers, and those that are about tasks
/// with all options that bring more onto green threads. A class for each switcher, so that they run side by side.</summary>
public abstract class BehaviourTests
{
    /// <summary>Families that run without a watchdog: whatever blocks the carrier there, blocks everybody.</summary>
    private static readonly string[] s_strict = ["Console", "Files", "Runtime", "Processes", "Polls"];

    /// <summary>Families that run with the thread pool on green threads, too.</summary>
    private static readonly string[] s_tasks = ["Async", "Slim", "Exits"];

    private static readonly ConcurrentDictionary<string, Lazy<Outcome>> s_stock = new();

    /// <param name="plain">How all of them are run.</param>
    /// <param name="everywhere">How those about tasks are run, too.</param>
    /// <param name="strict">That nothing deadlocks when nothing but the tasks themselves can let a green thread go on.</param>
    public static TheoryData<string, Mode> Scenarios(Mode plain, Mode everywhere, Mode strict)
    {
        TheoryData<string, Mode> data = [];
        foreach ((IEnumerable<string> names, Mode mode) in new[] { (Names(), plain), (s_tasks.SelectMany(Names), everywhere), (Names("Async"), strict) })
        {
            foreach (string name in names)
            {
                data.Add(name, mode);
            }
        }
        return data;
    }

    protected static void Compare(string name, Mode mode)
    {
        Outcome stock = s_stock.GetOrAdd(name, n => new Lazy<Outcome>(() => Run(n, Mode.Stock))).Value;

        Outcome shimmed = Run(name, mode);

        shimmed.Should().Be(stock);
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
            ShowsCooperation(run.Report!);
        }
        return outcome;
    }

    // Where everything was there already that a scenario waits for, nobody had to park; but then nobody can have been kept by the kernel, either.
    private static void ShowsCooperation(ShimReport report)
    {
        report.Switches.Should().BePositive("its threads must have been green");
        if (report.Parks == 0)
        {
            report.HandOvers.Should().Be(0, "the waits must have been the hub's, not the kernel's");
        }
    }

    // A file per scenario, in a folder per family.
    protected static IEnumerable<string> Names() =>
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
