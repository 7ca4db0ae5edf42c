using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

public sealed class PipelineTests
{
    private static readonly Lazy<Outcome> s_stock = new(() => Run(Mode.Stock));

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Results_are_the_same(Mode mode)
    {
        Outcome stock = s_stock.Value;

        Outcome shimmed = Run(mode);

        shimmed.Should().Be(stock);
        stock.Output.Should().EndWith("done\n");
    }

    private static Outcome Run(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Pipeline", "--items", "10000");
        Outcome outcome = run.WaitForExit();
        if (mode != Mode.Stock)
        {
            run.Report!.Parks.Should().BePositive();
        }
        return outcome;
    }
}
