using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;

/// <summary>A server, and a client with many threads that asks it.</summary>
abstract class HttpScenario : Scenario
{
    /// <summary>Each thread asks for each path in turn; says how often each answer came.</summary>
    public static void Ask(string address, int threads, params string[] paths)
    {
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        using (var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) })
        {
            Crowd(threads, me =>
            {
                foreach (string path in paths)
                {
                    using (HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, path)))
                    using (var reader = new StreamReader(response.Content.ReadAsStream()))
                    {
                        answers.AddOrUpdate($"{path}: {(int)response.StatusCode} {reader.ReadToEnd()}", 1, (_, n) => n + 1);
                    }
                }
            });
        }
        foreach (var answer in answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Say(answer.Value + " x " + answer.Key);
        }
    }

    /// <summary>What a handler does that waits for another server: sends it a byte, and has it back.</summary>
    public static int AskEcho(int port)
    {
        using (var client = new TcpClient("127.0.0.1", port))
        {
            client.GetStream().WriteByte(42);
            return client.GetStream().ReadByte();
        }
    }

    /// <summary>A server of another kind, with a thread for each client.</summary>
    public static TcpListener StartEcho()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(100);
        new Thread(() =>
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = listener.AcceptTcpClient();
                }
                catch (SocketException)
                {
                    return;
                }
                Go(() =>
                {
                    using (client)
                    {
                        client.GetStream().WriteByte((byte)client.GetStream().ReadByte());
                    }
                });
            }
        }) { IsBackground = true }.Start();
        return listener;
    }

    public static int PortOf(TcpListener listener)
    {
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
