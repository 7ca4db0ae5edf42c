using System.IO;
using System.Threading;

/// <summary>The server is killed while 50 threads use it, and comes back: each connection ends with an error, and a new one works.</summary>
class MemcachedRestart : MemcachedScenario
{
    public override void Run()
    {
        const int threads = 50;
        int sawIt = 0, back = 0;
        using (var ready = new CountdownEvent(threads))
        {
            Thread asker = Go(() =>
            {
                ready.Wait();
                AskForRestart();
            });
            Crowd(threads, me =>
            {
                try
                {
                    using (MemcachedConnection connection = Open())
                    {
                        connection.Set(Server[2] + "key:" + me, new byte[me]);
                        ready.Signal();
                        while (true)
                        {
                            connection.Get(Server[2] + "key:" + me);
                            Thread.Sleep(5);
                        }
                    }
                }
                catch (IOException)
                {
                    Interlocked.Increment(ref sawIt);
                }
                bool isBack = Insist(() =>
                {
                    using (MemcachedConnection connection = Open())
                    {
                        string key = Server[2] + "key:" + me;
                        return connection.Get(key) == null && connection.Set(key, new byte[me]) == "STORED" && connection.Get(key).Length == me;
                    }
                });
                if (isBack)
                {
                    Interlocked.Increment(ref back);
                }
            });
            asker.Join();
        }
        Say("saw it die: " + sawIt);
        Say("found it empty, and used it: " + back);
    }
}
