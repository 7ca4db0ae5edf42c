using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("nginx")]
public sealed class HttpTests(NginxServer server) : LibraryTests<NginxServer>(Http, server)
{
    public static readonly Library Http = new("HttpClient", "HttpClients",
        new("http-requests", "100 threads share a client: pages, bodies, redirects, errors", """
            characters: 3000
            redirected: hello
            missing: NotFound
            head: 300000, 0
            an error: HttpRequestException: Response status code does not indicate success: 404 (Not Found).
            nobody listens: HttpRequestException: Connection refused (127.0.0.1:1) <- SocketException: Connection refused
            """) { Threads = 100, IsStrict = true },
        new("http-late", "200 threads ask for a page that takes a second", """
            complete: 200
            one after another: False
            """) { Threads = 200, IsStrict = true },
        new("http-timeouts", "time-outs, cancelled requests, bodies closed while they are read", """
            timed out: 20
            cancelled: 20
            closed: 20
            """) { Threads = 81 },
        new("http-limits", "50 threads on four connections", """
            requests: 500
            connections: True
            10 x TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 0.5 seconds elapsing. <- TimeoutException: A task was canceled. <- TaskCanceledException: A task was canceled.
            """) { Threads = 60 },
        new("https-requests", "50 threads over HTTPS, a certificate that is not trusted", """
            read: 150
            certificates looked at: True
            not trusted: SecureConnectionError
            """) { Threads = 50 },
        new("http-restart", "the server is killed and started again under 30 threads", """
            please kill the server
            please start the server
            saw it die: 30
            went on: 30
            """) { Threads = 30, Restarts = true });

    public static TheoryData<string, Mode> Rows => Http.Rows();

    [ServerTheory("nginx")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
