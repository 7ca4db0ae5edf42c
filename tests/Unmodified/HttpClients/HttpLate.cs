using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;

/// <summary>200 threads ask for a page that takes the server a second, all at once.</summary>
class HttpLate : HttpScenario
{
    public override void Run()
    {
        int complete = 0;
        var clock = Stopwatch.StartNew();
        using (var client = new HttpClient())
        {
            Crowd(200, me =>
            {
                if (Get(client, Plain("/late")).Length == 2000)
                {
                    Interlocked.Increment(ref complete);
                }
            });
        }
        Say("complete: " + complete);
        Say("one after another: " + (clock.Elapsed.TotalSeconds > 20));
    }
}
