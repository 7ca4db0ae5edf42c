using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>With the thread pool on green threads and no watchdog, nothing of a program runs in parallel with anything else of it.</summary>
public sealed class OneAtATimeTests
{
    [Theory]
    [InlineData(Mode.StackStrict)]
    [InlineData(Mode.ThreadStrict)]
    public void No_two_pieces_of_work_compute_at_the_same_time(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "OneAtATime");

        Outcome outcome = run.WaitForExit();

        outcome.Output.Should().Be("pieces True, on pool threads True\ndeep 200\nat once 1\n", outcome.Error);
        outcome.ExitCode.Should().Be(0);
        run.Report!.Parks.Should().BeGreaterThan(2000);
    }
}
