using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

public sealed class KestrelTests(NoService none) : LibraryTests<NoService>(Kestrel, none), IClassFixture<NoService>
{
    public static readonly Library Kestrel = new("Microsoft.AspNetCore.App", "HttpServers",
        new Scenario("kestrel-blocks", "Kestrel, handlers that sleep, lock, wait for tasks and ask others through blocking sockets; with and without `+threadpool`", """
            30 x /echo: 200 echo 42
            30 x /fail: 500 
            30 x /hello: 200 hello
            30 x /lock: 200 counted
            30 x /nowhere: 404 
            30 x /sleep: 200 slept
            30 x /task: 200 waited for 7
            count: 30
            stopped
            """) { Threads = 30 }) { IsOnPool = true };

    public static TheoryData<string, Mode> Rows => Kestrel.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
