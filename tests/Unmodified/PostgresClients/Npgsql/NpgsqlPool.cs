using System;
using System.Linq;
using System.Threading;
using Npgsql;

/// <summary>More threads than connections: they take turns; and who waits too long is told so.</summary>
class NpgsqlPool : PostgresScenario
{
    public override void Run()
    {
        TakeTurns();
        Exhaust();
        Leak();
    }

    void TakeTurns()
    {
        int inside = 0, most = 0, done = 0;
        Crowd(60, me =>
        {
            using (NpgsqlConnection connection = Open("Maximum Pool Size=4;"))
            {
                int now = Interlocked.Increment(ref inside);
                for (int seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
                Execute(connection, "select pg_sleep(0.02)");
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref done);
            }
        });
        Say("done: " + done + ", at once: " + most);
    }

    void Exhaust()
    {
        const string pool = "Maximum Pool Size=3;Timeout=3;Application Name=exhausted;";
        using (var allOpen = new CountdownEvent(3))
        using (var leave = new ManualResetEventSlim())
        {
            Thread[] holders = Enumerable.Range(0, 3).Select(_ => Go(() =>
            {
                using (Insist(() => Open(pool)))
                {
                    allOpen.Signal();
                    leave.Wait();
                }
            })).ToArray();
            allOpen.Wait();
            Crowd(10, me => Open(pool).Dispose());
            leave.Set();
            foreach (Thread holder in holders)
            {
                holder.Join();
            }
        }
        Try("afterwards", () => Open(pool).Dispose());
    }

    void Leak()
    {
        // One who waits gets the connection that another lets go.
        const string pool = "Maximum Pool Size=1;Application Name=single;";
        NpgsqlConnection only = Open(pool);
        int got = 0;
        Thread[] waiters = Enumerable.Range(0, 5).Select(_ => Go(() =>
        {
            using (Open(pool))
            {
                Interlocked.Increment(ref got);
            }
        })).ToArray();
        Thread.Sleep(100);
        int before = got;
        only.Dispose();
        foreach (Thread waiter in waiters)
        {
            waiter.Join();
        }
        Say("got it: " + before + ", then " + got);
    }
}
