using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

/// <summary>The server is killed while many threads publish and consume; the library finds its way back by itself, and no job that was confirmed is lost.</summary>
class RabbitRestart : RabbitScenario
{
    const string Jobs = "jobs";

    public override void Run()
    {
        const int threads = 20, each = 10;
        using (var recovered = new ManualResetEventSlim())
        using (IConnection connection = Factory().CreateConnection())
        using (IModel setup = connection.CreateModel())
        {
            ((IAutorecoveringConnection)connection).RecoverySucceeded += (sender, e) => recovered.Set();
            setup.QueueDeclare(Jobs, true, false, false);
            var done = new ConcurrentDictionary<string, bool>();
            for (int i = 0; i < 4; i++)
            {
                Consume(connection.CreateModel(), done);
            }
            int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
            {
                int job = 0;
                for (; job < each / 2; job++)
                {
                    Publish(connection, me + "." + job);
                }
                ready();
                // Until it has seen the server die.
                for (bool hasFailed = false; !hasFailed;)
                {
                    try
                    {
                        Publish(connection, "alive");
                        Thread.Sleep(20);
                    }
                    catch (Exception e) when (e is AlreadyClosedException || e is OperationInterruptedException || e is TimeoutException)
                    {
                        hasFailed = true;
                    }
                }
                sawIt();
                recovered.Wait(TimeSpan.FromMinutes(4));
                for (; job < each; job++)
                {
                    Insist(() => Publish(connection, me + "." + job));
                }
            });
            Say("threads that saw it die and went on: " + witnesses);
            for (int i = 0; i < 600 && done.Count < threads * each; i++)
            {
                Thread.Sleep(50);
            }
            Say("jobs done: " + done.Count);
        }
    }

    static void Consume(IModel channel, ConcurrentDictionary<string, bool> done)
    {
        channel.BasicQos(0, 5, false);
        var consumer = new EventingBasicConsumer(channel);
        consumer.Received += (sender, e) =>
        {
            string job = Encoding.UTF8.GetString(e.Body.Span);
            if (job != "alive")
            {
                done[job] = true;
            }
            channel.BasicAck(e.DeliveryTag, false);
        };
        channel.BasicConsume(Jobs, false, consumer);
    }

    static bool Publish(IConnection connection, string job)
    {
        using (IModel channel = connection.CreateModel())
        {
            channel.ConfirmSelect();
            IBasicProperties properties = channel.CreateBasicProperties();
            properties.Persistent = true;
            channel.BasicPublish("", Jobs, properties, Encoding.UTF8.GetBytes(job));
            if (!channel.WaitForConfirms(TimeSpan.FromSeconds(20)))
            {
                throw new TimeoutException("not confirmed");
            }
            return true;
        }
    }
}
