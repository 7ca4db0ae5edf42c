using System.Threading;
using Microsoft.Data.Sqlite;

/// <summary>Many threads write to one file, which has one writer at a time, and read meanwhile.</summary>
class SqliteWriters : SqliteScenario
{
    public override void Run()
    {
        using (SqliteConnection connection = Open())
        {
            Execute(connection, "pragma journal_mode = wal");
            Execute(connection, "create table items (thread integer, number integer, name text)");
        }
        int committed = 0;
        Crowd(16, me =>
        {
            for (int i = 0; i < 4; i++)
            {
                using (SqliteConnection connection = Open("Default Timeout=60;"))
                using (SqliteTransaction transaction = connection.BeginTransaction())
                {
                    for (int k = 0; k < 20; k++)
                    {
                        Execute(connection, "insert into items values ($0, $1, $2)", me, i * 20 + k, "item " + k);
                    }
                    if (i == 3)
                    {
                        transaction.Rollback();
                    }
                    else
                    {
                        transaction.Commit();
                        Interlocked.Increment(ref committed);
                    }
                }
            }
        });
        using (SqliteConnection connection = Open())
        {
            Say("committed: " + committed + ", rows: " + Ask<long>(connection, "select count(*) from items") + ", numbers: " + Ask<long>(connection, "select sum(number) from items"));
            Say("intact: " + Ask<string>(connection, "pragma integrity_check"));
        }
    }
}
