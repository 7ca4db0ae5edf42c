using System.Globalization;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

public sealed class SleepersTests
{
    [Theory]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void All_sleepers_start_and_wake_and_none_too_early(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Sleepers", "--threads", "1000", "--sleep", "100", "--rounds", "2");

        Outcome outcome = run.WaitForExit();

        outcome.ExitCode.Should().Be(0, outcome.Output + outcome.Error);
        outcome.Output.Should().Contain("woke 1000\n").And.Contain("failed to start 0\n").And.Contain("early 0\n");
    }

    // What it grows by while they all sleep, beside a fixed part that is not theirs. On stock .NET it is 25 KiB and more.
    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_thread_that_sleeps_takes_little_memory(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Sleepers", "--threads", "3000", "--sleep", "500", "--rounds", "1");

        Outcome outcome = run.WaitForExit();

        string line = outcome.Output.Split('\n').First(l => l.StartsWith("rss KiB each ", StringComparison.Ordinal));
        double.Parse(line.AsSpan("rss KiB each ".Length), CultureInfo.InvariantCulture).Should().BeLessThan(40);
    }
}
