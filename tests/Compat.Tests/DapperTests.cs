using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("PostgreSQL")]
public sealed class DapperTests(PostgresServer server) : LibraryTests<PostgresServer>(Dapper, server)
{
    public static readonly Library Dapper = new("Dapper", "PostgresClients",
        new Scenario("dapper-queries", "16 threads write lists of objects, read joins, several results and streams, roll back; a command times out", """
            titles: 320, streamed: 48000
            books: 320
            none: InvalidOperationException: Sequence contains no elements
            too slow: NpgsqlException: Exception while reading from stream <- TimeoutException: Timeout during reading attempt
            """) { Threads = 16 });

    public static TheoryData<string, Mode> Rows => Dapper.Rows();

    [ServerTheory("postgres")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
