using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("NATS")]
public sealed class NatsTests(NatsServer server) : LibraryTests<NatsServer>(Nats, server)
{
    public static readonly Library Nats = new("NATS.Client", "NatsClients",
        new("nats-publish", "20 threads wait for messages, others share a queue group", """
            heard the news in order: 20
            shared in the group: 50
            """) { Threads = 21 },
        new("nats-requests", "30 threads ask, three answer; nobody answers; cancelled requests", """
            served: 300
            10 x NATSTimeoutException: Timeout occurred.
            nobody is there: NATSNoRespondersException: No responders are available for the request.
            cancelled: TaskCanceledException: A task was canceled.
            questions that nobody answered: 11
            """) { Threads = 43 },
        new("nats-waits", "time-outs, draining, closing under a waiter, a server that says nothing", """
            timed out: 30
            drained: 100
            the fourth of three: NATSMaxMessagesException: Maximum number of messages have been exceeded.
            waited until it was closed: NATSTimeoutException: Timeout occurred.
            published to a closed one: NATSConnectionClosedException: Connection is closed.
            5 x NATSConnectionException: Error while performing handshake with server. See inner exception for more details. <- IOException: Unable to read data from the transport connection: Connection timed out. <- SocketException: Connection timed out
            """) { Threads = 36 },
        new("nats-tls", "TLS on ten connections, a certificate that is not trusted", """
            heard: 200
            not trusted: NATSConnectionException
            """) { Threads = 10 },
        new("nats-restart", "the server is killed and started again under 20 threads", """
            please kill the server
            please start the server
            heard before: 20
            heard after: 20
            reconnects: 1
            """) { Threads = 22, Restarts = true });

    public static TheoryData<string, Mode> Rows => Nats.Rows();

    [ServerTheory("nats-server")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
