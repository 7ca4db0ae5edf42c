using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

public sealed class ChatServerTests
{
    private static readonly Lazy<string> s_stock = new(() => Talk(Mode.Stock));

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_conversation_is_the_same(Mode mode)
    {
        string stock = s_stock.Value;

        string shimmed = Talk(mode);

        shimmed.Should().Be(stock);
        stock.Should().Contain("<ann> hello all").And.Contain("* you were idle for too long").And.Contain("served 4 users, ");
    }

    [Theory]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_crowd_hears_everything(Mode mode)
    {
        using ProgramRun server = ProgramRun.Start(mode, "ChatServer");
        int port = server.WaitForPort();
        const int users = 20, lines = 20;
        using var everybodyIn = new Barrier(users);

        ServerDriver.Parallel(users, me =>
        {
            using TcpClient client = ServerDriver.Connect(port);
            var reader = new StreamReader(client.GetStream(), new UTF8Encoding(false));
            reader.ReadLine().Should().StartWith("* welcome ");
            // The welcome comes before the lobby: only who is told that somebody joined is in.
            reader.ReadLine().Should().EndWith(" joined lobby");
            everybodyIn.SignalAndWait();
            for (int i = 0; i < lines; i++)
            {
                client.GetStream().Write(Encoding.UTF8.GetBytes($"line {i} of {me}\n"));
            }
            int heard = 0;
            var next = new int[users];
            while (heard < users * lines)
            {
                string line = reader.ReadLine()!;
                if (line.StartsWith('<'))
                {
                    heard++;
                    string[] words = line.Split(' ');
                    // What one user says comes in the order in which it was said.
                    int.Parse(words[2]).Should().Be(next[int.Parse(words[4])]++);
                }
            }
        });
        server.Signal("TERM");
        Outcome outcome = server.WaitForExit();

        outcome.ExitCode.Should().Be(0);
        outcome.Output.Should().Contain($"served {users} users, {users * lines} messages");
    }

    // Every step waits for its effect, so that there is one possible transcript.
    private static string Talk(Mode mode)
    {
        using ProgramRun server = ProgramRun.Start(mode, "ChatServer", "--idle", "1500");
        int port = server.WaitForPort();
        var transcript = new StringBuilder();
        using var ann = new ChatUser("a", port, transcript);
        ann.Hear(2);
        ann.Say("/nick ann", 1);
        using (var bob = new ChatUser("b", port, transcript))
        {
            bob.Hear(2);
            ann.Hear(1);
            bob.Say("/nick ann", 1);
            bob.Say("/nick bob", 1);
            ann.Hear(1);
            ann.Say("hello all", 1);
            bob.Hear(1);
            bob.Say("/who", 1);
            bob.Say("/msg ann psst, grün", 0);
            ann.Hear(1);
            bob.Say("/msg nobody x", 1);
            bob.Say("/join den", 1);
            ann.Hear(1);
            bob.Say("alone here", 1);
            bob.Say("/dance", 1);
            bob.Say("/quit", 1);
            bob.HearEnd();
        }
        using (var carl = new ChatUser("c", port, transcript))
        {
            carl.Hear(2);
            ann.Hear(1);
            carl.Reset();
            ann.Hear(1);
        }
        ann.Hear(1);
        ann.HearEnd();
        using (var dora = new ChatUser("d", port, transcript))
        {
            dora.Hear(2);
            server.Signal("TERM");
            dora.Hear(1);
            dora.HearEnd();
        }
        Outcome outcome = server.WaitForExit();
        string[] lines = outcome.Output.Split('\n');
        return transcript + string.Join('\n', lines.Skip(1)) + $"exit code {outcome.ExitCode}";
    }
}
