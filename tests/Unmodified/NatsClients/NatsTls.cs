using System;
using System.Threading;
using NATS.Client;

/// <summary>Over TLS, with a certificate that only the callback knows to be good.</summary>
class NatsTls : NatsScenario
{
    public override void Run()
    {
        int heard = 0;
        Options options = Settings(2);
        options.Secure = true;
        options.TLSRemoteCertificationValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        Crowd(10, me =>
        {
            using (IConnection connection = new ConnectionFactory().CreateConnection(options))
            {
                ISyncSubscription own = connection.SubscribeSync("own." + Server[3] + "." + me);
                for (int i = 0; i < 20; i++)
                {
                    connection.Publish("own." + Server[3] + "." + me, new byte[i * 1000]);
                }
                for (int i = 0; i < 20; i++)
                {
                    if (own.NextMessage(20000).Data.Length == i * 1000)
                    {
                        Interlocked.Increment(ref heard);
                    }
                }
            }
        });
        Say("heard: " + heard);
        options.TLSRemoteCertificationValidationCallback = (sender, certificate, chain, errors) => false;
        try
        {
            new ConnectionFactory().CreateConnection(options).Close();
            Say("not trusted: connected");
        }
        catch (Exception e)
        {
            Say("not trusted: " + e.GetType().Name);
        }
    }
}
