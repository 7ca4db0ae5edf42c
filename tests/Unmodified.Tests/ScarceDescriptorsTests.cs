using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Trap: there are no more descriptors, so that the runtime can load nothing. Who waits for a lock or a thread for long waits on, as on stock.</summary>
public sealed class ScarceDescriptorsTests
{
    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Long_waits_need_no_descriptor(Mode mode)
    {
        Outcome stock = Run(Mode.Stock);
        stock.Output.Should().EndWith("entered\njoined: True\n");

        Run(mode).Should().Be(stock);
    }

    private static Outcome Run(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Scarce", "descriptors");
        return run.WaitForExit();
    }
}
