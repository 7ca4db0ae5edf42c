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
            the server saw fifty sleep at the same time: True
            one after another: False
            """) { Threads = 200, IsStrict = true },
        new("npgsql-transactions", "24 threads move money under row locks, with savepoints and rollbacks; a deadlock has one victim", """
            committed: 96, rolled back: 48
            sum: 4000
            overdraft: PostgresException: 23514: new row for relation "accounts" violates check constraint "accounts_balance_check"  DETAIL: Detail redacted as it may contain sensitive data. Specify 'Include Error Detail' in the connection string to include this information.
            victims of the deadlock: 1
            """) { Threads = 26 },
        new("npgsql-bulk", "COPY in and out, binary and text; batches, prepared statements, readers that stream", """
            rows: 18000
            bytes: 4491000
            exported: 8890 characters, the last line 1999
            a bad line: PostgresException: 22P02: invalid input syntax for type integer: "not a number"
            streamed: 89928000
            batched: 600
            """) { Threads = 24 },
        new("npgsql-notify", "LISTEN and NOTIFY between 9 threads", """
            listeners that heard all in order: 6
            """) { Threads = 10 },
        new("npgsql-pool", "60 threads take turns at a pool of 4; waits for an exhausted pool end", """
            done: 60, at once: 4
            10 x NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size' (currently 3) or 'Timeout' (currently 3 seconds) in your connection string. <- TimeoutException: The operation has timed out.
            afterwards: ok
            got it: 0, then 5
            """) { Threads = 78 },
        new("npgsql-timeouts", "commands, statements, locks and connections time out", """
            10 x NpgsqlException: Exception while reading from stream <- TimeoutException: Timeout during reading attempt
            usable: 10, after a minute: False
            lock: PostgresException: 55P03: canceling statement due to lock timeout
            statement: PostgresException: 57014: canceling statement due to statement timeout
            no wait: PostgresException: 55P03: could not obtain lock on row in relation "items"
            unreachable: NpgsqlException: Failed to connect to 127.0.0.1:1 <- SocketException: Connection refused
            """) { Threads = 10 },
        new("npgsql-cancel", "`Cancel()` from another thread", """
            10 x OperationCanceledException: Query was cancelled <- PostgresException: 57014: canceling statement due to user request
            usable: 10, after minutes: False
            """) { Threads = 11 },
        new("npgsql-tls", "TLS with the certificate checked, and the Unix socket", """
            TLS: 4800132 bytes
            Unix socket: 4800132 bytes
            encrypted: True
            a certificate of nobody's: NpgsqlException: Exception while performing SSL handshake <- AuthenticationException: The remote certificate was rejected by the provided RemoteCertificateValidationCallback.
            another password: PostgresException: 28P01: password authentication failed for user "compat"
            """) { Threads = 24 },
        new("npgsql-restart", "the server is killed and started again under 20 threads", """
            please kill the server
            please start the server
            threads that saw it die and went on: 20
            lost: 0
            """) { Threads = 20, Restarts = true });

    public static TheoryData<string, Mode> Rows => Npgsql.Rows();

    [ServerTheory("postgres")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
