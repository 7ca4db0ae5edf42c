using System.Collections.Generic;
using System.Threading;
using Npgsql;

/// <summary>The server is killed while many threads use it, and comes back: they go on, and nothing that was committed is lost.</summary>
class NpgsqlRestart : PostgresScenario
{
    readonly List<int> threads = new List<int>();
    readonly List<int> numbers = new List<int>();

    public override void Run()
    {
        const int crowd = 20;
        using (NpgsqlConnection connection = Open())
        {
            Execute(connection, "create table items (thread int, number int, primary key (thread, number))");
        }
        int survivors = 0;
        CrowdUnderRestart(crowd, (me, ready) =>
        {
            Insert(me, 0);
            ready();
            // Until it has seen the server die, and then for ten more.
            for (int i = 1, after = 0; after < 10; i++)
            {
                try
                {
                    Insert(me, i);
                    Thread.Sleep(5);
                }
                catch (NpgsqlException) when (after == 0)
                {
                    int again = i;
                    Insist(() => Insert(me, again));
                    after = 1;
                }
                after += after > 0 ? 1 : 0;
            }
            Interlocked.Increment(ref survivors);
        });
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
