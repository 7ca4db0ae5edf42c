using System;
using System.Diagnostics;
using System.Threading;
using Npgsql;

/// <summary>200 threads ask the database to sleep for a second, all at once.</summary>
class NpgsqlSleepers : PostgresScenario
{
    public override void Run()
    {
        const int threads = 200;
        int slept = 0;
        long atOnce = 0;
        var clock = new Stopwatch();
        using (var door = new SemaphoreSlim(8))
        using (var ready = new CountdownEvent(threads))
        using (var start = new ManualResetEventSlim())
        {
            Thread starter = Go(() =>
            {
                using (NpgsqlConnection watch = Open("Pooling=false;GSS Encryption Mode=Disable;"))
                {
                    ready.Wait();
                    clock.Start();
                    start.Set();
                    while (Volatile.Read(ref slept) < threads && clock.Elapsed.TotalSeconds < 20)
                    {
                        atOnce = Math.Max(atOnce, Ask<long>(watch, "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"));
                        Thread.Sleep(10);
                    }
                }
            });
            Crowd(threads, me =>
            {
                // A few at a time log in, and all sleep at once.
                door.Wait();
                NpgsqlConnection connection = null;
                try
                {
                    connection = Open("Maximum Pool Size=200;GSS Encryption Mode=Disable;");
                }
                finally
                {
                    door.Release();
                    ready.Signal();
                }
                using (connection)
                {
                    start.Wait();
                    Execute(connection, "select pg_sleep(1)");
                    Interlocked.Increment(ref slept);
                }
            });
            starter.Join();
        }
        Say("slept: " + slept);
        Say("the server saw fifty sleep at the same time: " + (atOnce >= 50));
        Say("one after another: " + (clock.Elapsed.TotalSeconds > 20));
    }
}
