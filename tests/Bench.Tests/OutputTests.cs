using FluentAssertions;

namespace Bench.Tests;

/// <summary>What the benchmarks print when nobody sits at a terminal.</summary>
public sealed class OutputTests
{
    [Fact]
    public void A_measure_that_fails_leaves_the_table_readable()
    {
        // A sentence among the numbers once left every column one character, an ellipsis.
        BenchRun run = BenchRun.Of(["park"], ("GREENSHIM_LOOP_BACKEND", "nonsense"));

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("measure").And.Contain("to reach").And.NotContain("…");
        run.Output.Should().MatchRegex("(?m)^park: failed: .*nonsense");
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_names_the_known_ones()
    {
        BenchRun run = BenchRun.Of(["run", "ecko"]);

        run.ExitCode.Should().NotBe(0);
        run.Errors.Should().Contain("ecko").And.Contain("echo");
    }
}
