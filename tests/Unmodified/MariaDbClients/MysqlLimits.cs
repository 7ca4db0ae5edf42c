using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using MySqlConnector;

/// <summary>The pool is too small, commands take too long, others cancel them; and the connections can be used again.</summary>
class MysqlLimits : MariaDbScenario
{
    public override void Run()
    {
        int done = 0;
        Crowd(40, me =>
        {
            using (MySqlConnection connection = Open("Maximum Pool Size=4;"))
            {
                Ask(connection, "select sleep(0.02)");
                Interlocked.Increment(ref done);
            }
        });
        Say("took turns: " + done);
        Exhaust();
        GiveUp();
        Cancel();
    }

    void Exhaust()
    {
        const string pool = "Maximum Pool Size=3;Connection Timeout=3;Application Name=exhausted;";
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

    void GiveUp()
    {
        var clock = Stopwatch.StartNew();
        int usable = 0;
        Crowd(10, me =>
        {
            using (MySqlConnection connection = Open("Default Command Timeout=1;Cancellation Timeout=30;"))
            {
                try
                {
                    Ask(connection, "select sleep(300)");
                }
                finally
                {
                    if (Convert.ToInt32(Ask(connection, "select 1")) == 1)
                    {
                        Interlocked.Increment(ref usable);
                    }
                }
            }
        });
        Say("usable: " + usable + ", after a minute: " + (clock.Elapsed.TotalSeconds > 60));
        using (MySqlConnection connection = Open())
        using (MySqlConnection other = Open())
        {
            Execute(connection, "create table locked (id int primary key) engine = InnoDB");
            Execute(connection, "insert into locked values (1)");
            Execute(connection, "start transaction");
            Execute(connection, "update locked set id = 1");
            Execute(connection, "select * from locked for update");
            Execute(other, "set innodb_lock_wait_timeout = 1");
            Try("lock", () => Execute(other, "delete from locked"));
            Execute(connection, "rollback");
        }
        Try("unreachable", () => Open("Port=1;Connection Timeout=2;").Dispose());
    }

    void Cancel()
    {
        const int threads = 8;
        var commands = new MySqlCommand[threads];
        var clock = Stopwatch.StartNew();
        int usable = 0;
        using (var ready = new CountdownEvent(threads))
        {
            Thread canceller = Go(() =>
            {
                ready.Wait();
                using (MySqlConnection connection = Open())
                {
                    // All are at it.
                    while (Convert.ToInt32(Ask(connection, "select count(*) from information_schema.processlist where db = database() and state = 'User sleep'")) < threads)
                    {
                        Thread.Sleep(10);
                    }
                }
                foreach (MySqlCommand command in commands)
                {
                    command.Cancel();
                }
            });
            Crowd(threads, me =>
            {
                using (MySqlConnection connection = Open())
                using (MySqlCommand command = Command(connection, "select sleep(300)"))
                {
                    command.CommandTimeout = 0;
                    commands[me] = command;
                    ready.Signal();
                    try
                    {
                        command.ExecuteNonQuery();
                    }
                    finally
                    {
                        if (Convert.ToInt32(Ask(connection, "select 1")) == 1)
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
