using System;
using System.Threading;
using Microsoft.Data.Sqlite;

/// <summary>SQLite computes for long, in its own code and calling back into ours, and others go on; one computation is ended from outside.</summary>
class SqliteComputes : SqliteScenario
{
    public override void Run()
    {
        bool isOver = false;
        int ticks = 0;
        Thread ticker = Go(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Thread.Sleep(5);
                ticks++;
            }
        });
        long called = 0;
        Crowd(4, me =>
        {
            using (SqliteConnection connection = Open())
            {
                connection.CreateFunction("twice", (long n) =>
                {
                    // Which waits, inside of a callback, inside of native code.
                    if (n % 1000 == 0)
                    {
                        Thread.Sleep(1);
                    }
                    Interlocked.Increment(ref called);
                    return 2 * n;
                });
                long sum = Ask<long>(connection, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000) select sum(i) from n");
                long twice = Ask<long>(connection, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select sum(twice(i)) from n");
                if (sum != 45000150000 || twice != 25005000)
                {
                    throw new InvalidOperationException(sum + " " + twice);
                }
            }
        });
        isOver = true;
        ticker.Join();
        Say("called back: " + called);
        Say("went on: " + (ticks > 10));
    }
}
