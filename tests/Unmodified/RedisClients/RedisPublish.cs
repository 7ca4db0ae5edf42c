using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using StackExchange.Redis;

/// <summary>Threads publish to threads that wait for what comes.</summary>
class RedisPublish : RedisScenario
{
    public override void Run()
    {
        const int subscribers = 20, messages = 25;
        using (ConnectionMultiplexer redis = Connect())
        using (var ready = new CountdownEvent(subscribers))
        {
            long total = 0;
            int inOrder = 0;
            Thread publisher = Go(() =>
            {
                ready.Wait();
                ISubscriber subscriber = redis.GetSubscriber();
                for (int i = 0; i < messages; i++)
                {
                    subscriber.Publish(RedisChannel.Literal(Server[3] + "news"), i);
                    for (int channel = 0; channel < 5; channel++)
                    {
                        subscriber.Publish(RedisChannel.Literal(Server[3] + "channel:" + channel), channel);
                    }
                }
            });
            Crowd(subscribers, me =>
            {
                ISubscriber subscriber = redis.GetSubscriber();
                using (var news = new BlockingCollection<int>())
                using (var own = new BlockingCollection<int>())
                {
                    subscriber.Subscribe(RedisChannel.Literal(Server[3] + "news")).OnMessage(m => news.Add((int)m.Message));
                    subscriber.Subscribe(RedisChannel.Pattern(Server[3] + "channel:" + me % 5 + "*"), (channel, value) => own.Add((int)value));
                    ready.Signal();
                    int[] got = Enumerable.Range(0, messages).Select(i => Take(news)).ToArray();
                    if (got.SequenceEqual(Enumerable.Range(0, messages)))
                    {
                        Interlocked.Increment(ref inOrder);
                    }
                    Interlocked.Add(ref total, got.Sum() + Enumerable.Range(0, messages).Sum(i => Take(own)));
                }
            });
            publisher.Join();
            Say("heard the news in order: " + inOrder);
            Say("sum of all: " + total);
            redis.GetSubscriber().UnsubscribeAll();
            Say("after unsubscribing: " + redis.GetSubscriber().Publish(RedisChannel.Literal(Server[3] + "news"), 1));
        }
    }

    static int Take(BlockingCollection<int> queue)
    {
        int value;
        if (!queue.TryTake(out value, TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException("nothing came");
        }
        return value;
    }
}
