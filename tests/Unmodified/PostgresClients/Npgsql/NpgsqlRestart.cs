using System.Collections.Generic;
using Npgsql;

/// <summary>The server is killed while many threads use it, and comes back: they go on, and nothing that was committed is lost.</summary>
class NpgsqlRestart : PostgresScenario
{
    readonly List<int> threads = new List<int>();
    readonly List<int> numbers = new List<int>();

    public override void Run()
    {
        using (NpgsqlConnection connection = Open())
        {
            Execute(connection, "create table items (thread int, number int, primary key (thread, number))");
        }
        int survivors = InsertUnderRestart<NpgsqlException>(20, Insert);
        // The pool's other connections may be dead ones yet.
        Say("threads that saw it die and went on: " + survivors);
        Say("lost: " + (threads.Count - Insist(Kept)));
    }

    long Kept()
    {
        using (NpgsqlConnection connection = Open())
        {
            return Ask<long>(connection, "select count(*) from items where (thread, number) in (select * from unnest($1::int[], $2::int[]))",
                threads.ToArray(), numbers.ToArray());
        }
    }

    /// <summary>Inserts a row, and notes that the server said so.</summary>
    int Insert(int thread, int number)
    {
        int inserted;
        using (NpgsqlConnection connection = Open())
        {
            inserted = Execute(connection, "insert into items values ($1, $2) on conflict do nothing", thread, number);
        }
        lock (threads)
        {
            threads.Add(thread);
            numbers.Add(number);
        }
        return inserted;
    }
}
