using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unmodified.Tests;

/// <summary>Client code that the server tests share: blocking, with timeouts, from the test's own stock process.</summary>
internal static class ServerDriver
{
    internal const int TimeoutMs = 30_000;

    internal static TcpClient Connect(int port)
    {
        var client = new TcpClient { NoDelay = true, ReceiveTimeout = TimeoutMs, SendTimeout = TimeoutMs };
        client.Connect(IPAddress.Loopback, port);
        return client;
    }

    internal static void ReadExactly(TcpClient client, byte[] buffer) => client.GetStream().ReadExactly(buffer);

    internal static string ReadToEnd(TcpClient client)
    {
        using var all = new MemoryStream();
        client.GetStream().CopyTo(all);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Runs one action per client, each on a thread of its own, and rethrows what any of them threw.</summary>
    internal static void Parallel(int clients, Action<int> action)
    {
        var failures = new List<Exception>();
        var threads = new List<Thread>();
        for (int i = 0; i < clients; i++)
        {
            int me = i;
            var thread = new Thread(() =>
            {
                try
                {
                    action(me);
                }
                catch (Exception e)
                {
                    lock (failures)
                    {
                        failures.Add(e);
                    }
                }
            });
            thread.Start();
            threads.Add(thread);
        }
        threads.ForEach(t => t.Join());
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
