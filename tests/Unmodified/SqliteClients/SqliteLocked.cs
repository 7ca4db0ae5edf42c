using System.Threading;
using Microsoft.Data.Sqlite;

/// <summary>One thread keeps the file locked: some give up after a second, one waits in SQLite's own code until it is free, and the rest of the program goes on.</summary>
class SqliteLocked : SqliteScenario
{
    public override void Run()
    {
        using (SqliteConnection connection = Open())
        {
            Execute(connection, "create table items (number integer)");
        }
        bool isOver = false;
        int ticks = 0;
        Thread ticker = Go(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Thread.Sleep(10);
                ticks++;
            }
        });
        using (var locked = new ManualResetEventSlim())
        using (var givenUp = new ManualResetEventSlim())
        {
            Thread holder = Go(() =>
            {
                using (SqliteConnection connection = Open())
                using (SqliteTransaction transaction = connection.BeginTransaction())
                {
                    Execute(connection, "insert into items values (1)");
                    locked.Set();
                    givenUp.Wait();
                    Thread.Sleep(300);
                    transaction.Commit();
                }
            });
            locked.Wait();
            Crowd(5, me =>
            {
                using (SqliteConnection connection = Open("Default Timeout=1;"))
                {
                    Execute(connection, "insert into items values (2)");
                }
            });
            Thread patient = Go(() =>
            {
                using (SqliteConnection connection = Open())
                {
                    Execute(connection, "pragma busy_timeout = 60000");
                    givenUp.Set();
                    Execute(connection, "insert into items values (3)");
                }
            });
            patient.Join();
            holder.Join();
        }
        isOver = true;
        ticker.Join();
        using (SqliteConnection connection = Open())
        {
            Say("rows: " + Ask<long>(connection, "select count(*) from items") + ", sum: " + Ask<long>(connection, "select sum(number) from items"));
        }
        Say("went on: " + (ticks > 50));
    }
}
