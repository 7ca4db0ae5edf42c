using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using DnsClient;

/// <summary>A server that says nothing, alone and before one that answers.</summary>
class DnsTimeouts : DnsScenario
{
    public override void Run()
    {
        using (var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)silent.LocalEndPoint).Port;
            LookupClientOptions options = Options(port);
            options.Timeout = TimeSpan.FromMilliseconds(300);
            options.Retries = 1;
            var client = new LookupClient(options);
            int timedOut = 0;
            var clock = Stopwatch.StartNew();
            Crowd(30, me =>
            {
                try
                {
                    client.Query("host" + me + ".test", QueryType.A);
                }
                catch (DnsResponseException e)
                {
                    if (e.Code == DnsResponseCode.ConnectionTimeout)
                    {
                        Interlocked.Increment(ref timedOut);
                    }
                }
            });
            Say("timed out: " + timedOut);
            Say("waited twice: " + (clock.ElapsedMilliseconds >= 550));
            Say("one after another: " + (clock.ElapsedMilliseconds > 30 * 600));
            var both = new LookupClientOptions(new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(IPAddress.Loopback, int.Parse(Server[1])))
            {
                Timeout = TimeSpan.FromMilliseconds(500),
                Retries = 0,
                UseRandomNameServer = false,
            };
            var second = new LookupClient(both);
            int answered = 0;
            Crowd(10, me =>
            {
                if (second.Query("host" + me + ".test", QueryType.A).Answers.Count == 1)
                {
                    Interlocked.Increment(ref answered);
                }
            });
            Say("the second server answered: " + answered);
        }
    }
}
