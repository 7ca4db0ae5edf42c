using System;
using System.Diagnostics;
using System.Threading;
using Npgsql;

/// <summary>Commands that take too long: the client gives up, the server gives up, a lock is not got; and the connection can be used again.</summary>
class NpgsqlTimeouts : PostgresScenario
{
    const string Pool = "Maximum Pool Size=10;";

    public override void Run()
    {
        using (NpgsqlConnection connection = Open(Pool))
        {
            Execute(connection, "create table items (id int primary key)");
            Execute(connection, "insert into items values (1)");
        }
        var clock = Stopwatch.StartNew();
        int usable = 0;
        Crowd(10, me =>
        {
            using (NpgsqlConnection connection = Open(Pool))
            using (NpgsqlCommand command = Command(connection, "select pg_sleep(60)"))
            {
                command.CommandTimeout = 1;
                try
                {
                    command.ExecuteNonQuery();
                }
                finally
                {
                    if (Ask<int>(connection, "select 1") == 1)
                    {
                        Interlocked.Increment(ref usable);
                    }
                }
            }
        });
        Say("usable: " + usable + ", after a minute: " + (clock.Elapsed.TotalSeconds > 50));
        using (NpgsqlConnection connection = Open(Pool))
        using (NpgsqlConnection other = Open(Pool))
        using (NpgsqlTransaction transaction = connection.BeginTransaction())
        {
            Execute(connection, "update items set id = 1");
            Execute(other, "set lock_timeout = '300ms'");
            Try("lock", () => Execute(other, "update items set id = 1"));
            Execute(other, "set statement_timeout = '200ms'");
            Try("statement", () => Execute(other, "select pg_sleep(60)"));
            Try("no wait", () => Execute(other, "select * from items for update nowait"));
        }
        Try("unreachable", () => Open("Host=127.0.0.1;Port=1;Timeout=2;").Dispose());
    }
}
