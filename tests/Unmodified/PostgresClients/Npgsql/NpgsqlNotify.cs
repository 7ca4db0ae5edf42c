using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Npgsql;

/// <summary>Listeners wait for what others announce; one that nobody calls gives up after a while.</summary>
class NpgsqlNotify : PostgresScenario
{
    public override void Run()
    {
        const int listeners = 6, notifiers = 3, each = 10;
        int inOrder = 0;
        using (var ready = new CountdownEvent(listeners))
        {
            Thread announcer = Go(() =>
            {
                ready.Wait();
                Crowd(notifiers, me =>
                {
                    using (NpgsqlConnection connection = Open())
                    {
                        for (int i = 0; i < each; i++)
                        {
                            Execute(connection, "select pg_notify('news', $1)", me + ":" + i);
                        }
                    }
                });
            });
            Crowd(listeners, me =>
            {
                var heard = new List<string>();
                using (NpgsqlConnection connection = Open())
                {
                    connection.Notification += (o, e) => heard.Add(e.Payload);
                    Execute(connection, "listen news");
                    ready.Signal();
                    while (heard.Count < notifiers * each)
                    {
                        connection.Wait();
                    }
                    // Each notifier's in its order.
                    bool isOrdered = Enumerable.Range(0, notifiers).All(n => heard.Where(h => h.StartsWith(n + ":"))
                        .SequenceEqual(Enumerable.Range(0, each).Select(i => n + ":" + i)));
                    if (isOrdered)
                    {
                        Interlocked.Increment(ref inOrder);
                    }
                    if (connection.Wait(100))
                    {
                        throw new InvalidOperationException("heard one too many");
                    }
                }
            });
            announcer.Join();
        }
        Say("listeners that heard all in order: " + inOrder);
    }
}
