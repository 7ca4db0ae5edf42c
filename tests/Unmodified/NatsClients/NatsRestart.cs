using System;
using System.Threading;
using NATS.Client;

/// <summary>The server is killed while threads wait for messages, and comes back: subscriptions go on by themselves.</summary>
class NatsRestart : NatsScenario
{
    public override void Run()
    {
        const int threads = 20;
        using (var disconnected = new ManualResetEventSlim())
        using (var reconnected = new ManualResetEventSlim())
        using (var stop = new ManualResetEventSlim())
        {
            Options options = Settings();
            options.DisconnectedEventHandler = (sender, e) => disconnected.Set();
            options.ReconnectedEventHandler = (sender, e) => reconnected.Set();
            using (IConnection connection = new ConnectionFactory().CreateConnection(options))
            {
                Thread publisher = Go(() =>
                {
                    while (!stop.IsSet)
                    {
                        try
                        {
                            connection.Publish("tick", null);
                        }
                        catch (NATSException)
                        {
                            // What does not fit into the buffer while the server is away.
                        }
                        Thread.Sleep(5);
                    }
                });
                int before = 0, after = 0;
                CrowdUnderRestart(threads, (me, ready, sawIt) =>
                {
                    ISyncSubscription ticks = connection.SubscribeSync("tick");
                    ticks.NextMessage(20000);
                    Interlocked.Increment(ref before);
                    ready();
                    disconnected.Wait(20000);
                    sawIt();
                    reconnected.Wait(20000);
                    // What was waiting already when the server died is out of the way before the last one is counted.
                    while (ticks.QueuedMessageCount > 0)
                    {
                        ticks.NextMessage(20000);
                    }
                    ticks.NextMessage(20000);
                    Interlocked.Increment(ref after);
                });
                stop.Set();
                publisher.Join();
                Say("heard before: " + before);
                Say("heard after: " + after);
                Say("reconnects: " + connection.Stats.Reconnects);
            }
        }
    }
}
