using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("PostgreSQL")]
public sealed class NpgsqlTests(PostgresServer server) : LibraryTests<PostgresServer>(Npgsql, server)
{
    public static readonly Library Npgsql = new("Npgsql", "PostgresClients",
        new("npgsql-inserts", "50 threads insert, read, update and delete through a pool of 20", """
            rows: 200
            numbers: 200500
            characters: 6000
            """) { Threads = 50 },
        new("npgsql-sleepers", "200 threads ask for `pg_sleep(1)` at once: one second in all, on one carrier", """
            slept: 200
            one after another: False
            """) { Threads = 200, IsStrict = true },
        new("npgsql-restart", "the server is killed and started again under 20 threads", """
            please restart the server
            threads that saw it die and went on: 20
            lost: 0
            """) { Threads = 20, Restarts = true });

    public static TheoryData<string, Mode> Rows => Npgsql.Rows();

    [ServerTheory("postgres")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
