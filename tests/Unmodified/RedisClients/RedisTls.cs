using System;
using System.Threading;
using StackExchange.Redis;

/// <summary>Over TLS: some threads on one connection, others on connections of their own, and a certificate that is not trusted.</summary>
class RedisTls : RedisScenario
{
    public override void Run()
    {
        int checks = 0;
        ConfigurationOptions options = ConfigurationOptions.Parse(Text(Server[2]));
        options.Ssl = true;
        options.SslHost = "localhost";
        options.AbortOnConnectFail = true;
        options.CertificateValidation += (sender, certificate, chain, errors) =>
        {
            Interlocked.Increment(ref checks);
            return certificate.Subject == "CN=localhost";
        };
        using (ConnectionMultiplexer redis = ConnectionMultiplexer.Connect(options))
        {
            Crowd(20, me =>
            {
                for (int i = 0; i < 10; i++)
                {
                    redis.GetDatabase().StringIncrement("shared");
                }
            });
            Crowd(5, me =>
            {
                using (ConnectionMultiplexer own = ConnectionMultiplexer.Connect(options))
                {
                    own.GetDatabase().StringIncrement("own", me);
                }
            });
            Say("shared: " + redis.GetDatabase().StringGet("shared"));
            Say("own: " + redis.GetDatabase().StringGet("own"));
            Say("certificates looked at: " + (checks >= 6));
        }
        ConfigurationOptions strict = ConfigurationOptions.Parse(Server[0] + ":" + Server[2] + ",ssl=true,sslHost=localhost,connectTimeout=1000,connectRetry=1");
        try
        {
            ConnectionMultiplexer.Connect(strict).Dispose();
            Say("not trusted: connected");
        }
        catch (RedisConnectionException e)
        {
            Say("not trusted: " + e.FailureType);
        }
    }
}
