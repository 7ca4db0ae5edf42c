using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Trap: the system has no more threads to give. Who asks is told as on stock, and nobody else notices.</summary>
public sealed class ScarceThreadsTests
{
    private const int Most = 300;

    // No other test's: the kernel counts the threads of a user.
    private const int User = 54321;
    private const int AnotherUser = 54322;

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void The_thread_that_cannot_be_had_is_refused_as_on_stock_and_the_rest_goes_on(Mode mode)
    {
        Outcome stock = Run(Mode.Stock);
        stock.Output.Should().Contain("refused: OutOfMemoryException");
        stock.ExitCode.Should().Be(0, stock.Output + stock.Error);

        Run(mode).Should().Be(stock);
    }

    [Fact]
    public void A_late_thread_that_cannot_step_aside_keeps_the_wait_that_it_comes_from()
    {
        Outcome stock = RunLate(Mode.Stock);
        stock.ExitCode.Should().Be(0, stock.Output + stock.Error);

        RunLate(Mode.Stack).Should().Be(stock);
    }

    private static Outcome RunLate(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Scarce", static info => ThreadLimit.Set(info, Most, AnotherUser), ["late"]);
        return run.WaitForExit();
    }

    private static Outcome Run(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Scarce", static info => ThreadLimit.Set(info, Most, User), []);
        Outcome outcome = run.WaitForExit();
        if (mode != Mode.Stock)
        {
            run.Report.Should().NotBeNull();
            run.Report!.Parks.Should().BeGreaterThan(50, "the crowd must have waited on the hub");
        }
        return outcome;
    }
}
