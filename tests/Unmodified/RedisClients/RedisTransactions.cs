using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

/// <summary>Many threads move money between accounts, in transactions that fail when somebody else was there first.</summary>
class RedisTransactions : RedisScenario
{
    public override void Run()
    {
        using (ConnectionMultiplexer redis = Connect())
        {
            IDatabase one = redis.GetDatabase();
            for (int i = 0; i < 4; i++)
            {
                one.StringSet("account:" + i, 1000);
            }
            int conflicts = 0;
            Crowd(16, me =>
            {
                IDatabase db = redis.GetDatabase();
                string from = "account:" + me % 4;
                string to = "account:" + (me + 1) % 4;
                for (int done = 0; done < 10;)
                {
                    RedisValue before = db.StringGet(from);
                    ITransaction transaction = db.CreateTransaction();
                    transaction.AddCondition(Condition.StringEqual(from, before));
                    Task<bool> set = transaction.StringSetAsync(from, (long)before - 5);
                    Task<long> added = transaction.StringIncrementAsync(to, 5);
                    if (transaction.Execute())
                    {
                        done++;
                        if (!db.Wait(set) || db.Wait(added) < 5)
                        {
                            throw new InvalidOperationException("not moved");
                        }
                    }
                    else
                    {
                        Interlocked.Increment(ref conflicts);
                    }
                }
            });
            for (int i = 0; i < 4; i++)
            {
                Say("account " + i + ": " + one.StringGet("account:" + i));
            }
            Crowd(8, me =>
            {
                IDatabase db = redis.GetDatabase();
                for (int i = 0; i < 5; i++)
                {
                    while (!db.LockTake("lock", me, TimeSpan.FromSeconds(30)))
                    {
                        Thread.Sleep(1);
                    }
                    long value = (long)db.StringGet("guarded");
                    db.StringSet("guarded", value + 1);
                    db.LockRelease("lock", me);
                }
            });
            Say("guarded: " + one.StringGet("guarded"));
        }
    }
}
