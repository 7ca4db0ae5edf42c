using System.IO;
using System.Threading;

/// <summary>The server is killed while 50 threads use it, and comes back: each connection ends with an error, and a new one works.</summary>
class MemcachedRestart : MemcachedScenario
{
    public override void Run()
    {
        const int threads = 50;
        int back = 0;
        int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            try
            {
                using (MemcachedConnection connection = Open())
                {
                    connection.Set(Server[2] + "key:" + me, new byte[me]);
                    ready();
                    while (true)
                    {
                        connection.Get(Server[2] + "key:" + me);
                        Thread.Sleep(5);
                    }
                }
            }
            catch (IOException)
            {
                sawIt();
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
        Say("saw it die: " + witnesses);
        Say("found it empty, and used it: " + back);
    }
}
