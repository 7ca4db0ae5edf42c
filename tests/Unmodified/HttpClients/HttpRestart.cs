using System;
using System.Net.Http;
using System.Threading;

/// <summary>The server is killed while 30 threads use it, and comes back.</summary>
class HttpRestart : HttpScenario
{
    public override void Run()
    {
        const int threads = 30;
        int witnesses, wentOn = 0;
        using (var client = new HttpClient())
        {
            witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
            {
                Get(client, Plain("/hello"));
                ready();
                try
                {
                    while (true)
                    {
                        // In the middle of a body when it happens.
                        Get(client, Plain(me % 2 == 0 ? "/trickle" : "/hello"));
                        Thread.Sleep(5);
                    }
                }
                catch (HttpRequestException)
                {
                    sawIt();
                }
                for (int i = 0; i < 5; i++)
                {
                    Insist(() => Get(client, Plain("/hello")));
                }
                Interlocked.Increment(ref wentOn);
            });
        }
        Say("saw it die: " + witnesses);
        Say("went on: " + wentOn);
    }
}
