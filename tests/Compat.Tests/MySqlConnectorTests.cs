using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

public sealed class MySqlConnectorTests(MariaDbServer server) : LibraryTests<MariaDbServer>(MySqlConnector, server), IClassFixture<MariaDbServer>
{
    public static readonly Library MySqlConnector = new("MySqlConnector", "MariaDbClients",
        new("mysql-inserts", "50 threads insert and read in transactions through a pool of 20, and roll a third back; a deadlock has one victim", """
            rows: 200, numbers: 400
            the same again: MySqlException: Duplicate entry '1-1' for key 'PRIMARY'
            victims of the deadlock: 1
            """) { Threads = 50 },
        new("mysql-bulk", "`MySqlBulkCopy`, readers that stream, values larger than any buffer", """
            read: 21000000, blobs: 10
            """) { Threads = 10, IsStrict = true },
        new("mysql-sleepers", "200 threads ask for `sleep(1)` at once: one second in all, on one carrier", """
            slept: 200
            the server saw fifty sleep at the same time: True
            one after another: False
            """) { Threads = 200, IsStrict = true },
        new("mysql-limits", "the pool is exhausted, commands and locks time out, `Cancel()` from another thread", """
            took turns: 40
            10 x MySqlException: Connect Timeout expired. All pooled connections are in use.
            afterwards: ok
            10 x MySqlException: The Command Timeout expired before the operation completed. <- MySqlException: Query execution was interrupted
            usable: 10, after a minute: False
            lock: MySqlException: Lock wait timeout exceeded; try restarting transaction
            unreachable: MySqlException: Unable to connect to any of the specified MySQL hosts.
            8 x MySqlException: Query execution was interrupted
            usable: 8, after minutes: False
            """) { Threads = 70, IsStrict = true },
        new("mysql-tls", "TLS with the certificate checked, and the Unix socket", """
            TLS: 2400066 bytes
            Unix socket: 2400066 bytes
            encrypted: True
            a certificate of nobody's: MySqlException: SSL Authentication Error <- AuthenticationException: The remote certificate was rejected due to the following error: RemoteCertificateChainErrors
            another password: MySqlException: Access denied for user 'compat'@'127.0.0.1' (using password: YES)
            """) { Threads = 24 },
        new("mysql-restart", "the server is killed and started again under 20 threads", """
            please kill the server
            please start the server
            threads that saw it die and went on: 20
            lost: 0
            """) { Threads = 20, Restarts = true });

    public static TheoryData<string, Mode> Rows => MySqlConnector.Rows();

    [ServerTheory("mariadbd", "mariadb-install-db", "mariadb")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
