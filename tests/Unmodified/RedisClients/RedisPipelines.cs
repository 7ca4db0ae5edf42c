using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

/// <summary>Many threads send hundreds of commands before they wait for the answers, in batches and one by one.</summary>
class RedisPipelines : RedisScenario
{
    public override void Run()
    {
        using (ConnectionMultiplexer redis = Connect())
        {
            long sum = 0;
            Crowd(20, me =>
            {
                IDatabase db = redis.GetDatabase();
                var added = new List<Task<long>>();
                for (int i = 0; i < 200; i++)
                {
                    added.Add(db.StringIncrementAsync("counter:" + me));
                }
                db.WaitAll(added.ToArray());
                if (!added.Select(t => t.Result).SequenceEqual(Enumerable.Range(1, 200).Select(i => (long)i)))
                {
                    throw new InvalidOperationException("answers out of order");
                }
                IBatch batch = db.CreateBatch();
                Task<bool> set = batch.StringSetAsync("batch:" + me, me);
                Task<RedisValue> get = batch.StringGetAsync("batch:" + me);
                batch.Execute();
                db.Wait(set);
                System.Threading.Interlocked.Add(ref sum, (long)db.Wait(get));
                db.StringIncrement("forgotten", 1, CommandFlags.FireAndForget);
            });
            IDatabase one = redis.GetDatabase();
            Say("batches: " + sum);
            Say("counters: " + Enumerable.Range(0, 20).Sum(i => (long)one.StringGet("counter:" + i)));
            Say("forgotten: " + one.StringGet("forgotten"));
            // A megabyte for each of a few, both ways.
            Crowd(5, me =>
            {
                IDatabase db = redis.GetDatabase();
                byte[] large = new byte[1 << 20];
                new Random(me).NextBytes(large);
                db.StringSet("large:" + me, large);
                if (!((byte[])db.StringGet("large:" + me)).AsSpan().SequenceEqual(large))
                {
                    throw new InvalidOperationException("another megabyte came back");
                }
            });
        }
    }
}
