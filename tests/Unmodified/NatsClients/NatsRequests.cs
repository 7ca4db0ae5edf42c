using System;
using System.Text;
using System.Threading;
using NATS.Client;

/// <summary>Many threads ask, a few answer; nobody answers; the answer comes too late; the asker is cancelled.</summary>
class NatsRequests : NatsScenario
{
    public override void Run()
    {
        using (IConnection server = Connect())
        using (IConnection client = Connect())
        {
            int served = 0;
            Thread[] servers = new Thread[3];
            for (int i = 0; i < servers.Length; i++)
            {
                ISyncSubscription questions = server.SubscribeSync("upper" + Server[3], "servers");
                servers[i] = Go(() =>
                {
                    try
                    {
                        while (true)
                        {
                            Msg question = questions.NextMessage();
                            Interlocked.Increment(ref served);
                            question.Respond(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(question.Data).ToUpperInvariant()));
                        }
                    }
                    catch (NATSException)
                    {
                        // The connection was closed.
                    }
                });
            }
            server.Flush();
            Crowd(30, me =>
            {
                for (int i = 0; i < 10; i++)
                {
                    string answer = Encoding.UTF8.GetString(client.Request("upper" + Server[3], Encoding.UTF8.GetBytes("question " + me + "." + i), 20000).Data);
                    if (answer != "QUESTION " + me + "." + i)
                    {
                        throw new InvalidOperationException("answer " + answer);
                    }
                }
            });
            Say("served: " + served);
            ISyncSubscription mute = server.SubscribeSync("mute" + Server[3]);
            server.Flush();
            Crowd(10, me => client.Request("mute" + Server[3], new byte[1], 200));
            Try("nobody is there", () => client.Request("nobody", new byte[1], 20000));
            using (var cancel = new CancellationTokenSource(200))
            {
                Try("cancelled", () => client.RequestAsync("mute" + Server[3], new byte[1], cancel.Token).GetAwaiter().GetResult());
            }
            Say("questions that nobody answered: " + mute.QueuedMessageCount);
            server.Close();
            foreach (Thread thread in servers)
            {
                thread.Join();
            }
        }
    }
}
