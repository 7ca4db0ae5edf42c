using System;
using System.Linq;
using System.Text;
using System.Threading;
using RabbitMQ.Client;

/// <summary>40 threads share a connection, each with a channel of its own: they publish, wait for the confirms, and get.</summary>
class RabbitPublish : RabbitScenario
{
    public override void Run()
    {
        int confirmed = 0, got = 0;
        using (IConnection connection = Factory().CreateConnection())
        {
            Crowd(40, me =>
            {
                using (IModel channel = connection.CreateModel())
                {
                    string queue = channel.QueueDeclare().QueueName;
                    channel.ConfirmSelect();
                    for (int i = 0; i < 20; i++)
                    {
                        IBasicProperties properties = channel.CreateBasicProperties();
                        properties.CorrelationId = "" + i;
                        channel.BasicPublish("", queue, properties, Encoding.UTF8.GetBytes("message " + me + "." + i));
                        if (i % 5 == 4 && channel.WaitForConfirms(TimeSpan.FromSeconds(30)))
                        {
                            Interlocked.Add(ref confirmed, 5);
                        }
                    }
                    for (int i = 0; i < 20; i++)
                    {
                        BasicGetResult result = channel.BasicGet(queue, false);
                        if (Encoding.UTF8.GetString(result.Body.Span) != "message " + me + "." + i || result.BasicProperties.CorrelationId != "" + i)
                        {
                            throw new InvalidOperationException("got another message");
                        }
                        channel.BasicAck(result.DeliveryTag, false);
                        Interlocked.Increment(ref got);
                    }
                    if (channel.BasicGet(queue, true) != null)
                    {
                        throw new InvalidOperationException("got one too many");
                    }
                }
            });
            Say("confirmed: " + confirmed);
            Say("got: " + got);
            using (IModel channel = connection.CreateModel())
            {
                string queue = channel.QueueDeclare().QueueName;
                channel.TxSelect();
                channel.BasicPublish("", queue, null, new byte[1]);
                channel.TxRollback();
                channel.BasicPublish("", queue, null, new byte[1]);
                channel.BasicPublish("", queue, null, new byte[1]);
                channel.TxCommit();
                Say("committed: " + channel.MessageCount(queue));
            }
            using (IModel channel = connection.CreateModel())
            {
                Try("a queue that is not there", () => channel.QueueDeclarePassive("nothing"));
                Say("the channel is closed: " + channel.IsClosed + ", the connection is open: " + connection.IsOpen);
            }
        }
    }
}
