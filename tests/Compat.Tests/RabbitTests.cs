using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("RabbitMQ")]
public sealed class RabbitTests(RabbitServer server) : LibraryTests<RabbitServer>(Rabbit, server)
{
    public static readonly Library Rabbit = new("RabbitMQ.Client", "RabbitClients",
        new("rabbit-publish", "40 channels: publish, confirms, get, transactions", """
            confirmed: 800
            got: 800
            committed: 2
            a queue that is not there: OperationInterruptedException: The AMQP operation was interrupted: AMQP close-reason, initiated by Peer, code=404, text='NOT_FOUND - no queue 'nothing' in vhost '/'', classId=50, methodId=10
            the channel is closed: True, the connection is open: True
            """) { Threads = 40 },
        new("rabbit-consume", "ten consumers that block share what 20 threads publish", """
            all came: True
            different ones: 400, once each: True
            left: 0
            """) { Threads = 21 },
        new("rabbit-requests", "questions and answers through queues, on a connection each; time-outs", """
            right: 100
            timed out: 10
            """) { Threads = 10 },
        new("rabbit-tls", "TLS on five connections, a certificate that is not trusted", """
            got: 150
            not trusted: AuthenticationException
            """) { Threads = 20 },
        new("rabbit-restart", "the server is killed and started again under 20 threads that publish; consumers go on by themselves, and nothing that was confirmed is lost", """
            please kill the server
            please start the server
            threads that saw it die and went on: 20
            jobs done: 200
            """) { Threads = 21, Restarts = true });

    public static TheoryData<string, Mode> Rows => Rabbit.Rows();

    [ServerTheory("rabbitmq-server", "epmd")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
