using System;
using System.Threading;
using NATS.Client;

/// <summary>Time-outs of those who wait for messages; draining; closing under those who wait; a server that says nothing.</summary>
class NatsWaits : NatsScenario
{
    public override void Run()
    {
        using (IConnection connection = Connect())
        {
            int timedOut = 0;
            Crowd(30, me =>
            {
                ISyncSubscription nothing = connection.SubscribeSync("nothing." + me);
                try
                {
                    nothing.NextMessage(300);
                }
                catch (NATSTimeoutException)
                {
                    Interlocked.Increment(ref timedOut);
                }
                nothing.Unsubscribe();
            });
            Say("timed out: " + timedOut);
            var handled = new CountdownEvent(100);
            IAsyncSubscription slow = connection.SubscribeAsync("slow" + Server[3], (sender, e) =>
            {
                Thread.Sleep(2);
                handled.Signal();
            });
            for (int i = 0; i < 100; i++)
            {
                connection.Publish("slow" + Server[3], null);
            }
            connection.Flush();
            // Drained is what has been given to its handler: the last one may still be in it.
            slow.Drain(20000);
            handled.Wait(20000);
            Say("drained: " + (100 - handled.CurrentCount));
            ISyncSubscription limited = connection.SubscribeSync("limited" + Server[3]);
            limited.AutoUnsubscribe(3);
            for (int i = 0; i < 5; i++)
            {
                connection.Publish("limited" + Server[3], null);
            }
            connection.Flush();
            for (int i = 0; i < 3; i++)
            {
                limited.NextMessage(20000);
            }
            Try("the fourth of three", () => limited.NextMessage(20000));
            ISyncSubscription waiting = connection.SubscribeSync("waiting" + Server[3]);
            Thread waiter = Go(() => Try("waited until it was closed", () => waiting.NextMessage(20000)));
            Thread.Sleep(200);
            connection.Close();
            waiter.Join();
            Try("published to a closed one", () => connection.Publish("slow" + Server[3], null));
        }
        var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Options options = Settings();
        options.Url = "nats://" + silent.LocalEndpoint;
        options.Timeout = 300;
        Crowd(5, me => new ConnectionFactory().CreateConnection(options).Close());
        silent.Stop();
    }
}
