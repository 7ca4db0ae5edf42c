using System.Threading;
using StackExchange.Redis;

/// <summary>The server is killed while many threads use it, and comes back with its data: errors end, and what was acknowledged is there.</summary>
class RedisRestart : RedisScenario
{
    public override void Run()
    {
        const int threads = 20;
        ConfigurationOptions options = ConfigurationOptions.Parse(Text(Server[1]));
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(100);
        options.HeartbeatInterval = System.TimeSpan.FromMilliseconds(100);
        using (ConnectionMultiplexer redis = ConnectionMultiplexer.Connect(options))
        {
            int lost = 0;
            int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
            {
                IDatabase db = redis.GetDatabase();
                db.StringSet("before:" + me, me);
                ready();
                // Until it has seen the server die.
                for (bool hasFailed = false; !hasFailed;)
                {
                    try
                    {
                        db.StringIncrement("alive:" + me);
                        Thread.Sleep(5);
                    }
                    catch (RedisException)
                    {
                        hasFailed = true;
                    }
                }
                sawIt();
                for (int i = 0; i < 10; i++)
                {
                    Insist(() => db.StringSet("after:" + me + ":" + i, i));
                    if (Insist(() => (int)db.StringGet("after:" + me + ":" + i)) != i)
                    {
                        Interlocked.Increment(ref lost);
                    }
                }
                if (Insist(() => (int)db.StringGet("before:" + me)) != me)
                {
                    Interlocked.Increment(ref lost);
                }
            });
            Say("threads that saw it die and went on: " + witnesses);
            Say("lost: " + lost);
        }
    }
}
