using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("Redis")]
public sealed class RedisTests(RedisServer server) : LibraryTests<RedisServer>(Redis, server)
{
    public static readonly Library Redis = new("StackExchange.Redis", "RedisClients",
        new("redis-values", "50 threads share a connection for strings, hashes, lists, sets and scripts", """
            counter: 500
            hash: field 0=450, field 1=450, field 2=450, field 3=450, field 4=450
            list: 500, sum 124750
            set: 7
            sorted: 2=160, 0=170, 1=170
            scripted: 1225
            keys: 500
            """) { Threads = 50, IsStrict = true },
        new("redis-transactions", "16 threads move money in transactions with conditions; locks", """
            account 0: 1000
            account 1: 1000
            account 2: 1000
            account 3: 1000
            guarded: 40
            """) { Threads = 24 },
        new("redis-pipelines", "20 threads with 200 commands under way, batches, a megabyte both ways", """
            batches: 190
            counters: 4000
            forgotten: 20
            """) { Threads = 25 },
        new("redis-publish", "20 threads wait for what others publish", """
            heard the news in order: 20
            sum of all: 7000
            after unsubscribing: 0
            """) { Threads = 21 },
        new("redis-timeouts", "time-outs of commands and of connecting", """
            timed out: 20
            then: 7
            could not connect: 5
            waited for it: True
            """) { Threads = 25 },
        new("redis-tls", "TLS, shared and own connections, a certificate that is not trusted", """
            shared: 200
            own: 10
            certificates looked at: True
            not trusted: AuthenticationFailure
            """) { Threads = 25 },
        new("redis-restart", "the server is killed and started again under 20 threads", """
            please kill the server
            please start the server
            threads that saw it die and went on: 20
            lost: 0
            """) { Threads = 20, Restarts = true });

    public static TheoryData<string, Mode> Rows => Redis.Rows();

    [ServerTheory("redis-server")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
