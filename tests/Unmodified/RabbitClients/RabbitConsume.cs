using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Text;
using System.Threading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

/// <summary>Ten consumers share what twenty threads publish; some block in their handlers, some hand on to threads that wait.</summary>
class RabbitConsume : RabbitScenario
{
    public override void Run()
    {
        const int publishers = 20, each = 20;
        using (IConnection connection = Factory().CreateConnection())
        using (IModel setup = connection.CreateModel())
        using (var all = new CountdownEvent(publishers * each))
        using (var queue = new BlockingCollection<int>())
        {
            string name = setup.QueueDeclare(autoDelete: false).QueueName;
            string exchange = "exchange of " + name;
            setup.ExchangeDeclare(exchange, ExchangeType.Fanout, false, true);
            setup.QueueBind(name, exchange, "");
            var seen = new ConcurrentDictionary<string, int>();
            var consumers = new IModel[10];
            for (int i = 0; i < consumers.Length; i++)
            {
                IModel channel = consumers[i] = connection.CreateModel();
                channel.BasicQos(0, 5, false);
                var consumer = new EventingBasicConsumer(channel);
                int kind = i % 2;
                consumer.Received += (sender, e) =>
                {
                    seen.AddOrUpdate(Encoding.UTF8.GetString(e.Body.Span), 1, (key, n) => n + 1);
                    if (kind == 0)
                    {
                        Thread.Sleep(1);
                        channel.BasicAck(e.DeliveryTag, false);
                        all.Signal();
                    }
                    else
                    {
                        channel.BasicAck(e.DeliveryTag, false);
                        queue.Add(1);
                    }
                };
                channel.BasicConsume(name, false, consumer);
            }
            Thread taker = Go(() =>
            {
                foreach (int n in queue.GetConsumingEnumerable())
                {
                    all.Signal(n);
                }
            });
            Crowd(publishers, me =>
            {
                using (IModel channel = connection.CreateModel())
                {
                    channel.ConfirmSelect();
                    for (int i = 0; i < each; i++)
                    {
                        channel.BasicPublish(exchange, "", null, Encoding.UTF8.GetBytes(me + "." + i));
                    }
                    channel.WaitForConfirmsOrDie(TimeSpan.FromSeconds(30));
                }
            });
            Say("all came: " + all.Wait(TimeSpan.FromSeconds(30)));
            queue.CompleteAdding();
            taker.Join();
            Say("different ones: " + seen.Count + ", once each: " + seen.Values.All(n => n == 1));
            foreach (IModel channel in consumers)
            {
                channel.Close();
            }
            Say("left: " + setup.MessageCount(name));
        }
    }
}
