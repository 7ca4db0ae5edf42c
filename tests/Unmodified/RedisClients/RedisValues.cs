using System;
using System.Linq;
using StackExchange.Redis;

/// <summary>Many threads share one connection for all kinds of values.</summary>
class RedisValues : RedisScenario
{
    public override void Run()
    {
        using (ConnectionMultiplexer redis = Connect())
        {
            Crowd(50, me =>
            {
                IDatabase db = redis.GetDatabase();
                for (int i = 0; i < 10; i++)
                {
                    string key = "value:" + me + ":" + i;
                    db.StringSet(key, new string((char)('a' + me % 26), i * 100), TimeSpan.FromMinutes(5));
                    string back = db.StringGet(key);
                    if (back != new string((char)('a' + me % 26), i * 100))
                    {
                        throw new InvalidOperationException("read " + back);
                    }
                    db.StringIncrement("counter");
                    db.HashIncrement("hash", "field " + me % 5, i);
                    db.ListRightPush("list", me * 10 + i);
                    db.SetAdd("set", me % 7);
                    db.SortedSetIncrement("sorted", me % 3, 1);
                }
                db.ScriptEvaluate("return redis.call('incrby', KEYS[1], ARGV[1])", new RedisKey[] { "scripted" }, new RedisValue[] { me });
            });
            IDatabase one = redis.GetDatabase();
            Say("counter: " + one.StringGet("counter"));
            Say("hash: " + string.Join(", ", one.HashGetAll("hash").OrderBy(e => (string)e.Name).Select(e => e.Name + "=" + e.Value)));
            Say("list: " + one.ListLength("list") + ", sum " + one.ListRange("list").Sum(v => (long)v));
            Say("set: " + one.SetLength("set"));
            Say("sorted: " + string.Join(", ", one.SortedSetRangeByScoreWithScores("sorted").Select(e => e.Element + "=" + e.Score)));
            Say("scripted: " + one.StringGet("scripted"));
            Say("keys: " + redis.GetServer(redis.GetEndPoints()[0]).Keys(int.Parse(Server[3]), "value:*", pageSize: 100).Count());
        }
    }
}
