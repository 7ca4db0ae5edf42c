using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

public sealed class HttpListenerTests(NoService none) : LibraryTests<NoService>(HttpListener, none), IClassFixture<NoService>
{
    public static readonly Library HttpListener = new("System.Net.HttpListener", "HttpServers",
        new Scenario("listener-blocks", "`GetContext()`, a thread for each of 120 requests, which sleep and ask a `TcpListener` server through blocking sockets; with and without `+threadpool`", """
            30 x echo: 200 echo 42
            30 x hello: 200 hello
            30 x nowhere: 404 
            30 x sleep: 200 slept
            stopped
            """) { Threads = 180 }) { IsOnPool = true };

    public static TheoryData<string, Mode> Rows => HttpListener.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
