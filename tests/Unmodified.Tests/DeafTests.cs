using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>A signal is handled although a green thread keeps the carrier and nothing takes it away.</summary>
public sealed class DeafTests
{
    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Ctrl_C_ends_a_tight_loop_in_strict_mode(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Spinner", info => info.Environment["GREENSHIM_STRICT"] = "1", []);
        run.WaitForLine();

        run.Signal("INT");

        run.WaitForExit().Should().Be(new Outcome("spinning\nstopped\n", "", 0));
        run.Report!.SignalsMissed.Should().Be(1, "the loop never came round");
    }

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Otherwise_the_watchdog_frees_the_loop_for_it(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Spinner");
        run.WaitForLine();

        run.Signal("INT");

        run.WaitForExit().Should().Be(new Outcome("spinning\nstopped\n", "", 0));
    }
}
