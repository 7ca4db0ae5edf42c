using System.Diagnostics;
using System.Threading;
using Npgsql;

/// <summary>Commands that would take minutes are cancelled by another thread.</summary>
class NpgsqlCancel : PostgresScenario
{
    public override void Run()
    {
        const int threads = 10;
        var clock = Stopwatch.StartNew();
        var commands = new NpgsqlCommand[threads];
        int usable = 0;
        using (var ready = new CountdownEvent(threads))
        {
            Thread canceller = Go(() =>
            {
                ready.Wait();
                using (NpgsqlConnection connection = Open())
                {
                    // All are at it.
                    while (Ask<long>(connection, "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") < threads)
                    {
                        Thread.Sleep(10);
                    }
                }
                foreach (NpgsqlCommand command in commands)
                {
                    command.Cancel();
                }
            });
            Crowd(threads, me =>
            {
                using (NpgsqlConnection connection = Open("Command Timeout=0;"))
                using (NpgsqlCommand command = Command(connection, "select pg_sleep(300)"))
                {
                    commands[me] = command;
                    ready.Signal();
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
            canceller.Join();
        }
        Say("usable: " + usable + ", after minutes: " + (clock.Elapsed.TotalSeconds > 60));
    }
}
