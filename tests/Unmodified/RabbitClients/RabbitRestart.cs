using System;
using System.Text;
using System.Threading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

/// <summary>The server is killed under twenty channels, and comes back: the connection recovers by itself, with queues and consumers.</summary>
class RabbitRestart : RabbitScenario
{
    public override void Run()
    {
        const int threads = 20;
        int before = 0, after = 0;
        using (var connection = (IAutorecoveringConnection)Factory().CreateConnection())
        using (var ready = new CountdownEvent(threads))
        using (var recovered = new ManualResetEventSlim())
        {
            connection.RecoverySucceeded += (sender, e) => recovered.Set();
            Thread asker = Go(() =>
            {
                ready.Wait();
                AskForRestart();
            });
            Crowd(threads, me =>
            {
                using (IModel channel = connection.CreateModel())
                using (var came = new SemaphoreSlim(0))
                {
                    string queue = "restart." + me;
                    channel.QueueDeclare(queue, false, true, false, null);
                    var consumer = new EventingBasicConsumer(channel);
                    consumer.Received += (sender, e) => came.Release();
                    channel.BasicConsume(queue, true, consumer);
                    channel.BasicPublish("", queue, null, new byte[1]);
                    if (came.Wait(30000))
                    {
                        Interlocked.Increment(ref before);
                    }
                    ready.Signal();
                    recovered.Wait(60000);
                    channel.BasicPublish("", queue, null, new byte[1]);
                    if (came.Wait(30000))
                    {
                        Interlocked.Increment(ref after);
                    }
                }
            });
            asker.Join();
        }
        Say("came before: " + before);
        Say("came after: " + after);
    }
}
