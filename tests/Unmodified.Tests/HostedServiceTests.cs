using System.Text;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>A service of the generic host stops in good order when it is told to, by the console's lifetime.</summary>
public sealed class HostedServiceTests
{
    [Theory]
    [InlineData(Mode.Stack, "TERM")]
    [InlineData(Mode.Thread, "TERM")]
    [InlineData(Mode.StackEverywhere, "TERM")]
    [InlineData(Mode.ThreadEverywhere, "TERM")]
    [InlineData(Mode.Stack, "INT")]
    [InlineData(Mode.Thread, "QUIT")]
    public void It_stops_as_on_stock(Mode mode, string signal)
    {
        (Outcome Outcome, string Answer) stock = Run(Mode.Stock, signal);

        Run(mode, signal).Should().Be(stock);

        stock.Outcome.ExitCode.Should().Be(0);
        stock.Outcome.Output.Should().Contain("worker has cleaned up").And.Contain("application stopped").And.Contain("ProcessExit");
    }

    private static (Outcome Outcome, string Answer) Run(Mode mode, string signal)
    {
        using ProgramRun run = ProgramRun.Start(mode, "HostedService");
        int port = run.WaitForPort();
        byte[] answer = new byte[5];
        using (TcpClient client = ServerDriver.Connect(port))
        {
            client.GetStream().Write("hello"u8);
            ServerDriver.ReadExactly(client, answer);
        }

        run.Signal(signal);

        Outcome outcome = run.WaitForExit();
        return (outcome with { Output = outcome.Output.Replace(port.ToString(), "PORT", StringComparison.Ordinal) }, Encoding.ASCII.GetString(answer));
    }
}
