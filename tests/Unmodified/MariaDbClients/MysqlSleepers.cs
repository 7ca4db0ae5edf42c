using System;
using System.Diagnostics;
using System.Threading;
using MySqlConnector;

/// <summary>200 threads ask the database to sleep for a second, all at once.</summary>
class MysqlSleepers : MariaDbScenario
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
                using (MySqlConnection watch = Open("Pooling=false;"))
                {
                    ready.Wait();
                    clock.Start();
                    start.Set();
                    while (Volatile.Read(ref slept) < threads && clock.Elapsed.TotalSeconds < 20)
                    {
                        atOnce = Math.Max(atOnce, Convert.ToInt64(Ask(watch, "select count(*) from information_schema.processlist where state = 'User sleep' and db = database()")));
                        Thread.Sleep(10);
                    }
                }
            });
            Crowd(threads, me =>
            {
                // A few at a time log in, and all sleep at once.
                door.Wait();
                MySqlConnection connection = null;
                try
                {
                    connection = Open("Maximum Pool Size=200;");
                }
                finally
                {
                    door.Release();
                    ready.Signal();
                }
                using (connection)
                {
                    start.Wait();
                    Ask(connection, "select sleep(1)");
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
