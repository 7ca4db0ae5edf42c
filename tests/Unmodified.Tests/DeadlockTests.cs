using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Green threads that wait for each other for ever are reported; and what everybody waits for can be asked.</summary>
public sealed partial class DeadlockTests
{
    private const string Report = "GreenShim: deadlock: 2 green threads wait for each other";

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_circle_of_waits_is_reported_once(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Deadlocks");
        run.WaitForLine();

        string error = run.WaitForError(text => Count(text, Report) >= 3 && text.TrimEnd().EndsWith(')'));
        run.Input.WriteLine();
        Outcome outcome = run.WaitForExit();

        Count(error, Report).Should().Be(3, error);
        error.Should().MatchRegex("\"monitor 1\" \\(id \\d+\\) waits for System.Object@[0-9a-f]+, held by \"monitor 2\"");
        error.Should().MatchRegex("\"lock 2\" \\(id \\d+\\) waits for System.Threading.Lock@[0-9a-f]+, held by \"lock 1\"");
        error.Should().MatchRegex("\"joins\" \\(id \\d+\\) waits for the end of \"waits for the joiner's lock\"");
        error.Should().Contain("at Program.TakeBoth(Object, Object, Barrier)", "the report says where");
        error.Should().NotContain("patient", "who gives up some time is in no deadlock");
        outcome.ExitCode.Should().Be(0);
        outcome.Output.Should().EndWith("over\n");
    }

    [Fact]
    public void Stock_threads_hang_as_quietly_as_ever()
    {
        using ProgramRun run = ProgramRun.Start(Mode.Stock, "Deadlocks");
        run.WaitForLine();
        run.Input.WriteLine();

        run.WaitForExit().Should().Be(new Outcome("all wait\nover\n", "", 0));
    }

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_signal_makes_a_dump_and_disturbs_nobody(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Deadlocks", info => info.Environment["GREENSHIM_DUMP"] = "USR1", []);
        run.WaitForLine();

        for (int dumps = 1; dumps <= 2; dumps++)
        {
            run.Signal("USR1");
            run.WaitForError(text => Dumped().Count(text) >= dumps && ParkedForever().Count(text) >= dumps);
        }
        run.Input.WriteLine();
        Outcome outcome = run.WaitForExit();

        string error = run.WaitForError(_ => true);
        Dumped().Count(error).Should().Be(2, error);
        error.Should().Contain(Report);
        error.Should().MatchRegex("\"patient 1\" \\(id \\d+\\): Monitor.Enter for System.Object@[0-9a-f]+, held by \"patient 2\"");
        ParkedForever().IsMatch(error).Should().BeTrue(error);
        outcome.Should().BeEquivalentTo(new { Output = "all wait\nover\n", ExitCode = 0 });
    }

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_dump_says_that_nobody_can_wake_anybody(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Deadlocks", info => info.Environment["GREENSHIM_DUMP"] = "USR1", ["nobody"]);
        run.WaitForLine();
        Thread.Sleep(200);

        run.Signal("USR1");
        string error = run.WaitForError(text => ParkedForever().IsMatch(text));
        run.Signal("KILL");
        run.WaitForExit();

        error.Should().StartWith("GreenShim: 2 green threads, 2 of them parked", "the one that makes the dump is none of the program's")
            .And.Contain("only a native thread or a signal can wake them");
    }

    [Fact]
    public void A_signal_that_is_none_is_refused()
    {
        using ProgramRun run = ProgramRun.Start(Mode.Thread, "Deadlocks", info => info.Environment["GREENSHIM_DUMP"] = "KILL", []);

        Outcome outcome = run.WaitForExit();

        outcome.ExitCode.Should().Be(2);
        outcome.Error.Should().Contain("GREENSHIM_DUMP is 'KILL'");
    }

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));

    [GeneratedRegex("GreenShim: \\d+ green threads, \\d+ of them parked")]
    private static partial Regex Dumped();

    // The whole stack, down to the thread's first method.
    [GeneratedRegex("\"parked\" \\(id \\d+\\): Monitor.Wait for System.Object@[0-9a-f]+\n(   at .*\n)+   at Program.Forever\\(\\)\n")]
    private static partial Regex ParkedForever();
}
