using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

/// <summary>Threads ask through a queue and wait for the answer in another, each on a connection of its own; time-outs.</summary>
class RabbitRequests : RabbitScenario
{
    public override void Run()
    {
        int right = 0, timedOut = 0;
        using (IConnection connection = Factory().CreateConnection())
        using (IModel channel = connection.CreateModel())
        {
            string questions = channel.QueueDeclare(exclusive: false).QueueName;
            var consumer = new EventingBasicConsumer(channel);
            consumer.Received += (sender, e) =>
            {
                IBasicProperties properties = channel.CreateBasicProperties();
                properties.CorrelationId = e.BasicProperties.CorrelationId;
                channel.BasicPublish("", e.BasicProperties.ReplyTo, properties, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(e.Body.Span).ToUpperInvariant()));
            };
            channel.BasicConsume(questions, true, consumer);
            Crowd(10, me =>
            {
                using (IConnection own = Factory().CreateConnection())
                using (IModel mine = own.CreateModel())
                using (var answers = new BlockingCollection<string>())
                {
                    var listener = new EventingBasicConsumer(mine);
                    listener.Received += (sender, e) => answers.Add(e.BasicProperties.CorrelationId + " " + Encoding.UTF8.GetString(e.Body.Span));
                    string reply = mine.QueueDeclare().QueueName;
                    mine.BasicConsume(reply, true, listener);
                    for (int i = 0; i < 10; i++)
                    {
                        IBasicProperties properties = mine.CreateBasicProperties();
                        properties.ReplyTo = reply;
                        properties.CorrelationId = "" + i;
                        mine.BasicPublish("", questions, properties, Encoding.UTF8.GetBytes("question " + me));
                        string answer;
                        if (answers.TryTake(out answer, TimeSpan.FromSeconds(30)) && answer == i + " QUESTION " + me)
                        {
                            Interlocked.Increment(ref right);
                        }
                    }
                    string nothing;
                    if (!answers.TryTake(out nothing, 100))
                    {
                        Interlocked.Increment(ref timedOut);
                    }
                }
            });
            channel.QueueDelete(questions);
        }
        Say("right: " + right);
        Say("timed out: " + timedOut);
    }
}
