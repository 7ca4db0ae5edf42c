using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using StackExchange.Redis;

/// <summary>An answer takes too long, or does not answer at all: everybody who waits times out, and the connection goes on.</summary>
class RedisTimeouts : RedisScenario
{
    public override void Run()
    {
        using (ConnectionMultiplexer redis = Connect("syncTimeout=300,asyncTimeout=300,"))
        {
            int timedOut = 0;
            // The connection is everybody's, and waits for a list that stays empty.
            redis.GetDatabase().Execute("BLPOP", new object[] { "nothing", "1.5" }, CommandFlags.FireAndForget);
            Crowd(20, me =>
            {
                try
                {
                    redis.GetDatabase().StringSet("late:" + me, me);
                }
                catch (RedisTimeoutException)
                {
                    Interlocked.Increment(ref timedOut);
                }
            });
            Say("timed out: " + timedOut);
            Say("then: " + Insist(() => (string)redis.GetDatabase().StringGet("late:7")));
        }
        // Somebody who listens and says nothing.
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = Stopwatch.StartNew();
        int refused = 0;
        Crowd(5, me =>
        {
            try
            {
                ConnectionMultiplexer.Connect("127.0.0.1:" + ((IPEndPoint)silent.LocalEndpoint).Port + ",connectTimeout=500,connectRetry=1").Dispose();
            }
            catch (RedisConnectionException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        Say("could not connect: " + refused);
        Say("waited for it: " + (clock.ElapsedMilliseconds >= 400));
        silent.Stop();
    }
}
