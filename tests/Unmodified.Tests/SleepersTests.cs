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
}
