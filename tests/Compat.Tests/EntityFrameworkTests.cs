using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("PostgreSQL")]
public sealed class EntityFrameworkTests(PostgresServer server) : LibraryTests<PostgresServer>(EntityFramework, server)
{
    public static readonly Library EntityFramework = new("Npgsql.EntityFrameworkCore.PostgreSQL", "PostgresClients",
        new Scenario("entity-framework-changes", "16 threads save, query, change and delete graphs of objects (EF Core), in transactions; conflicts and a duplicate are noticed", """
            created: True
            found: 160
            orders: 128
            total: 10304
            groups: 1:16 2:16 3:16 4:16 5:16 6:16 7:16 8:16
            the same name: DbUpdateException: An error occurred while saving the entity changes. See the inner exception for details. <- PostgresException: 23505: duplicate key value violates unique constraint "IX_Customers_Name"  DETAIL: Detail redacted as it may contain sensitive data. Specify 'Include Error Detail' in the connection string to include this information.
            conflicts: True, in vain: 0, added: 8
            """) { Threads = 24 });

    public static TheoryData<string, Mode> Rows => EntityFramework.Rows();

    [ServerTheory("postgres")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
