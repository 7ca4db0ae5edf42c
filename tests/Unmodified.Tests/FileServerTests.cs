using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

public sealed class FileServerTests : IDisposable
{
    private static readonly string[] Requests =
    [
        "GET /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /big.bin HTTP/1.1\r\nHost: x\r\nRange: bytes=1000-1019\r\n\r\n",
        "GET /big.bin HTTP/1.1\r\nHost: x\r\nRange: bytes=-5\r\n\r\n",
        "GET /big.bin HTTP/1.1\r\nHost: x\r\nRange: bytes=9999999-\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=3-1\r\n\r\n",
        "GET /big.bin HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /sub/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /site/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /missing HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /../secret.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%2e%2e/secret.txt HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\n\r\n",
        "GET /hello.txt HTTP/1.0\r\n\r\n",
        "POST /hello.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        "nonsense\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\nno colon here\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\nHost: x\r\n\r\nGET /sub/ HTTP/1.1\r\nHost: x\r\n\r\nHEAD /missing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"fileserver-{Guid.NewGuid():N}");

    public FileServerTests()
    {
        string root = Path.Combine(_folder, "root");
        Directory.CreateDirectory(Path.Combine(root, "sub", "inner"));
        Directory.CreateDirectory(Path.Combine(root, "site"));
        File.WriteAllText(Path.Combine(_folder, "secret.txt"), "secret");
        File.WriteAllText(Path.Combine(root, "hello.txt"), "hello, wörld\n");
        File.WriteAllText(Path.Combine(root, "sub", "a & b.json"), "{}");
        File.WriteAllText(Path.Combine(root, "site", "index.html"), "<h1>index</h1>");
        byte[] big = new byte[1_500_000];
        new Random(3).NextBytes(big);
        File.WriteAllBytes(Path.Combine(root, "big.bin"), big);
    }

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Answers_are_the_same(Mode mode)
    {
        string stock = Ask(Mode.Stock);

        string shimmed = Ask(mode);

        shimmed.Should().Be(stock);
        stock.Should().Contain("206 Partial Content").And.Contain("416 Range").And.Contain("405 Method").And.NotContain("\nsecret");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Ask(Mode mode)
    {
        using ProgramRun server = ProgramRun.Start(mode, "FileServer", "--root", Path.Combine(_folder, "root"), "--timeout", "1000");
        int port = server.WaitForPort();
        var answers = new string[Requests.Length * 3];
        // All at once, three times over: the order of the answers is the requests'.
        ServerDriver.Parallel(answers.Length, i =>
        {
            using TcpClient client = ServerDriver.Connect(port);
            client.GetStream().Write(Encoding.ASCII.GetBytes(Requests[i % Requests.Length]));
            // Connections that would be kept alive end by the server's timeout, which is thereby tested, too.
            answers[i] = ServerDriver.ReadToEnd(client);
        });
        server.Signal("TERM");
        Outcome outcome = server.WaitForExit();
        return string.Join("\n----\n", answers) + "\n" + outcome.Output.Split('\n')[1] + $"\nexit code {outcome.ExitCode}";
    }
}
