using System;
using System.Linq;
using System.Text;
using System.Threading;
using NATS.Client;

/// <summary>Threads publish to threads that wait for the next message, on one connection and on connections of their own; queue groups share.</summary>
class NatsPublish : NatsScenario
{
    public override void Run()
    {
        const int subscribers = 20, messages = 50;
        using (IConnection connection = Connect())
        using (var ready = new CountdownEvent(subscribers))
        {
            int inOrder = 0, shared = 0;
            var allShared = new CountdownEvent(messages);
            Thread publisher = Go(() =>
            {
                ready.Wait();
                for (int i = 0; i < messages; i++)
                {
                    connection.Publish("news" + Server[3], BitConverter.GetBytes(i));
                    connection.Publish("work" + Server[3], BitConverter.GetBytes(i));
                }
                connection.Flush();
            });
            Crowd(subscribers, me =>
            {
                IConnection mine = me % 2 == 0 ? connection : Connect();
                ISyncSubscription news = mine.SubscribeSync("news" + Server[3]);
                // One of the group gets each message, on a thread of the subscription's own.
                IAsyncSubscription work = mine.SubscribeAsync("work" + Server[3], "group", (sender, e) =>
                {
                    Interlocked.Increment(ref shared);
                    allShared.Signal();
                });
                mine.Flush();
                ready.Signal();
                if (Enumerable.Range(0, messages).All(i => BitConverter.ToInt32(news.NextMessage(20000).Data) == i))
                {
                    Interlocked.Increment(ref inOrder);
                }
                allShared.Wait(20000);
                news.Unsubscribe();
                work.Unsubscribe();
                if (mine != connection)
                {
                    mine.Close();
                }
            });
            publisher.Join();
            Say("heard the news in order: " + inOrder);
            Say("shared in the group: " + shared);
        }
    }
}
