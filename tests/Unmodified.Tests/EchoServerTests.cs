using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

public sealed class EchoServerTests
{
    [Theory]
    [InlineData("EchoServer", Mode.Stock)]
    [InlineData("EchoServer", Mode.Stack)]
    [InlineData("EchoServer", Mode.Thread)]
    [InlineData("EchoServerAsync", Mode.Stock)]
    [InlineData("EchoServerAsync", Mode.Stack)]
    [InlineData("EchoServerAsync", Mode.Thread)]
    public void Echoes_to_many_clients_at_once_and_stops_on_SIGTERM(string program, Mode mode)
    {
        using ProgramRun server = ProgramRun.Start(mode, program);
        int port = server.WaitForPort();
        const int clients = 100;

        ServerDriver.Parallel(clients, me =>
        {
            using TcpClient client = ServerDriver.Connect(port);
            var random = new Random(me);
            for (int i = 0; i < 20; i++)
            {
                byte[] message = new byte[random.Next(1, i == 10 ? 200_000 : 2000)];
                random.NextBytes(message);
                var writer = new Thread(() => client.GetStream().Write(message));
                writer.Start();
                byte[] reply = new byte[message.Length];
                ServerDriver.ReadExactly(client, reply);
                writer.Join();
                reply.Should().Equal(message);
            }
        });
        using TcpClient last = ServerDriver.Connect(port);
        last.GetStream().WriteByte(1);
        last.GetStream().ReadByte().Should().Be(1);
        server.Signal("TERM");
        Outcome outcome = server.WaitForExit();

        outcome.ExitCode.Should().Be(0);
        outcome.Output.Should().Contain("stopped after 101 connections, ");
        if (mode != Mode.Stock && program == "EchoServer")
        {
            server.Report!.Parks.Should().BeGreaterThan(clients);
        }
    }

    [Theory]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Stops_at_the_end_of_its_input(Mode mode)
    {
        using ProgramRun server = ProgramRun.Start(mode, "EchoServer", "--until-eof");
        int port = server.WaitForPort();
        using (TcpClient client = ServerDriver.Connect(port))
        {
            client.GetStream().WriteByte(7);
            client.GetStream().ReadByte().Should().Be(7);
        }
        server.Input.Close();

        server.WaitForExit().ExitCode.Should().Be(0);
    }
}
