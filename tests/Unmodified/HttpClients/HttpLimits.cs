using System;
using System.Collections.Concurrent;
using System.Net.Http;

/// <summary>50 threads share four connections.</summary>
class HttpLimits : HttpScenario
{
    public override void Run()
    {
        var connections = new ConcurrentDictionary<string, int>();
        using (var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4 }))
        {
            Crowd(50, me =>
            {
                for (int i = 0; i < 10; i++)
                {
                    connections.AddOrUpdate(Get(client, Plain("/connections")), 1, (key, n) => n + 1);
                }
            });
        }
        int requests = 0;
        foreach (int n in connections.Values)
        {
            requests += n;
        }
        Say("requests: " + requests);
        Say("connections: " + (connections.Count <= 4));
        using (var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { Timeout = TimeSpan.FromMilliseconds(500) })
        using (client.Send(new HttpRequestMessage(HttpMethod.Get, Plain("/trickle")), HttpCompletionOption.ResponseHeadersRead))
        {
            Crowd(10, me => Get(client, Plain("/hello")));
        }
    }
}
