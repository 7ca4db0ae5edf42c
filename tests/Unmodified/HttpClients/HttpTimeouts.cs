using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

/// <summary>Pages that come too slowly: the client's time-out, a token that is cancelled before the answer begins, a body that is closed while it is read.</summary>
class HttpTimeouts : HttpScenario
{
    public override void Run()
    {
        int timedOut = 0, cancelled = 0, closed = 0;
        using (var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(400) })
        {
            Crowd(20, me =>
            {
                try
                {
                    Get(client, Plain("/trickle"));
                }
                catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
                {
                    Interlocked.Increment(ref timedOut);
                }
            });
        }
        Say("timed out: " + timedOut);
        using (var client = new HttpClient())
        using (var cancel = new CancellationTokenSource())
        {
            // Whoever comes first gets an answer; the others are held back for a minute each.
            Get(client, Plain("/held?" + Environment.ProcessId));
            Thread canceller = Go(() =>
            {
                Thread.Sleep(300);
                cancel.Cancel();
            });
            Crowd(20, me =>
            {
                try
                {
                    client.Send(new HttpRequestMessage(HttpMethod.Get, Plain("/held?" + Environment.ProcessId)), cancel.Token).Dispose();
                }
                catch (OperationCanceledException e) when (e.CancellationToken == cancel.Token)
                {
                    Interlocked.Increment(ref cancelled);
                }
            });
            canceller.Join();
        }
        Say("cancelled: " + cancelled);
        using (var client = new HttpClient())
        {
            Crowd(20, me =>
            {
                using (HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, Plain("/trickle")), HttpCompletionOption.ResponseHeadersRead))
                using (Stream body = response.Content.ReadAsStream())
                {
                    byte[] buffer = new byte[100];
                    body.ReadExactly(buffer);
                    Thread closer = Go(() =>
                    {
                        Thread.Sleep(300);
                        response.Dispose();
                    });
                    try
                    {
                        while (body.Read(buffer) > 0)
                        {
                        }
                    }
                    catch (IOException)
                    {
                        Interlocked.Increment(ref closed);
                    }
                    closer.Join();
                }
            });
        }
        Say("closed: " + closed);
    }
}
