using System.Collections.Concurrent;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>
/// What is built on the waists waits cooperatively: while one thread of the program is in such a call, another does its turns and then ends the
/// wait. In strict mode nothing would let that other thread on if the first kept the carrier: a call that is not cooperative hangs the program.
/// </summary>
public sealed class WaitTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Outcome>> s_stock = new();

    public static TheoryData<string, Mode> Families()
    {
        var data = new TheoryData<string, Mode>();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Unmodified", "Waits"), "?*Waits.cs").Order(StringComparer.Ordinal))
        {
            string family = Path.GetFileNameWithoutExtension(file)[..^"Waits".Length];
            data.Add(family, Mode.Stack);
            data.Add(family, Mode.Thread);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Another_thread_goes_on_while_one_waits(string family, Mode mode)
    {
        Outcome stock = s_stock.GetOrAdd(family, name => new Lazy<Outcome>(() => Run(name, Mode.Stock))).Value;
        stock.Output.Should().NotContain("waited False", "a wait that does not wait proves nothing");

        Run(family, mode).Should().Be(stock);
    }

    private static Outcome Run(string family, Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Waits", info => info.Environment["GREENSHIM_STRICT"] = "1", [family]);
        if (family == "Console")
        {
            run.WaitForLine("now");
            run.Input.Write("one\ntwo\nthree");
            run.Input.Flush();
            run.WaitForLine("enough");
        }

        run.Input.Close();
        return run.WaitForExit();
    }
}
