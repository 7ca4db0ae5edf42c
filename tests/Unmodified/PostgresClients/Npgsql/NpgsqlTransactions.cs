using System;
using System.Data;
using System.Threading;
using Npgsql;

/// <summary>Many threads move money between few accounts, and take every third move back. Then two lock each other out.</summary>
class NpgsqlTransactions : PostgresScenario
{
    const string Pool = "Maximum Pool Size=8;";

    public override void Run()
    {
        using (NpgsqlConnection connection = Open(Pool))
        {
            Execute(connection, "create table accounts (id int primary key, balance bigint not null check (balance >= 0))");
            Execute(connection, "insert into accounts select i, 1000 from generate_series(1, 4) i");
        }
        int committed = 0, rolledBack = 0;
        Crowd(24, me =>
        {
            var random = new Random(me);
            for (int i = 0; i < 6; i++)
            {
                int from = random.Next(1, 5), to = from % 4 + 1;
                using (NpgsqlConnection connection = Open(Pool))
                using (NpgsqlTransaction transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted))
                {
                    // Always the lower one first, so that nobody locks anybody out.
                    foreach (int id in from < to ? new[] { from, to } : new[] { to, from })
                    {
                        Ask<long>(connection, "select balance from accounts where id = $1 for update", id);
                    }
                    Execute(connection, "update accounts set balance = balance - 5 where id = $1", from);
                    transaction.Save("half");
                    Execute(connection, "update accounts set balance = balance + 1000000 where id = $1", to);
                    transaction.Rollback("half");
                    Execute(connection, "update accounts set balance = balance + 5 where id = $1", to);
                    if (i % 3 == 2)
                    {
                        transaction.Rollback();
                        Interlocked.Increment(ref rolledBack);
                    }
                    else
                    {
                        transaction.Commit();
                        Interlocked.Increment(ref committed);
                    }
                }
            }
        });
        Say("committed: " + committed + ", rolled back: " + rolledBack);
        using (NpgsqlConnection connection = Open(Pool))
        {
            Say("sum: " + Ask<decimal>(connection, "select sum(balance) from accounts"));
            Try("overdraft", () => Execute(connection, "update accounts set balance = -1 where id = 1"));
        }
        LockEachOtherOut();
    }

    void LockEachOtherOut()
    {
        int victims = 0;
        using (var both = new Barrier(2))
        {
            Crowd(2, me =>
            {
                using (NpgsqlConnection connection = Open(Pool))
                using (NpgsqlTransaction transaction = connection.BeginTransaction())
                {
                    Execute(connection, "update accounts set balance = 1 where id = $1", 1 + me);
                    both.SignalAndWait();
                    try
                    {
                        Execute(connection, "update accounts set balance = 1 where id = $1", 2 - me);
                        transaction.Commit();
                    }
                    catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
                    {
                        Interlocked.Increment(ref victims);
                    }
                }
            });
        }
        Say("victims of the deadlock: " + victims);
    }
}
