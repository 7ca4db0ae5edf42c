using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Receives and sends of many green threads by one system call: used where many are busy, the same to the program, and to be switched off.</summary>
public sealed class SocketBatchTests
{
    private static readonly Lazy<Outcome> s_stock = new(() => Run(Mode.Stock, "1").Outcome);

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.StackStrict)]
    public void Many_busy_connections_share_system_calls(Mode mode)
    {
        (Outcome outcome, ShimReport? report) = Run(mode, "1");

        outcome.Should().Be(s_stock.Value);
        report!.BatchedCalls.Should().BeGreaterThan(1000, "sixty connections send forty messages each and have them answered, more than half of which fit");
        report.BatchedCalls.Should().BeGreaterThan(3 * report.Batches);
    }

    [Theory]
    [InlineData(Mode.Stack, "0")]
    [InlineData(Mode.Thread, "1")]
    public void Where_there_are_none_it_is_the_same_to_the_program(Mode mode, string batches)
    {
        (Outcome outcome, ShimReport? report) = Run(mode, batches);

        outcome.Should().Be(s_stock.Value);
        report!.BatchedCalls.Should().Be(0);
    }

    private static (Outcome Outcome, ShimReport? Report) Run(Mode mode, string batches)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Behaviours", info => info.Environment["GREENSHIM_SOCKET_BATCHES"] = batches, ["busy-streams"]);
        Outcome outcome = run.WaitForExit();
        return (outcome, run.Report);
    }
}
