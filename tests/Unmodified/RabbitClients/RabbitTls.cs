using System;
using System.Net.Security;
using System.Text;
using System.Threading;
using RabbitMQ.Client;

/// <summary>Over TLS, with a certificate that only the callback knows to be good.</summary>
class RabbitTls : RabbitScenario
{
    public override void Run()
    {
        ConnectionFactory factory = Factory();
        factory.Port = int.Parse(Server[2]);
        factory.Ssl = new SslOption("localhost", enabled: true)
        {
            CertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost",
        };
        int got = 0;
        Crowd(5, me =>
        {
            using (IConnection connection = factory.CreateConnection())
            {
                Crowd(3, other =>
                {
                    using (IModel channel = connection.CreateModel())
                    {
                        string queue = channel.QueueDeclare().QueueName;
                        channel.ConfirmSelect();
                        for (int i = 0; i < 10; i++)
                        {
                            channel.BasicPublish("", queue, null, new byte[i * 10000]);
                        }
                        channel.WaitForConfirmsOrDie(TimeSpan.FromSeconds(30));
                        for (int i = 0; i < 10; i++)
                        {
                            if (channel.BasicGet(queue, true).Body.Length == i * 10000)
                            {
                                Interlocked.Increment(ref got);
                            }
                        }
                    }
                });
            }
        });
        Say("got: " + got);
        factory.Ssl.CertificateValidationCallback = (sender, certificate, chain, errors) => false;
        try
        {
            factory.CreateConnection().Dispose();
            Say("not trusted: connected");
        }
        catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException e)
        {
            Say("not trusted: " + e.InnerException.InnerException?.GetType().Name);
        }
    }
}
