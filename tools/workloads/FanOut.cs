using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

// As many callers as requests, all at once, of a service that takes 20 ms for each.
static class FanOut
{
    const int Connections = 1000;

    static readonly SocketsHttpHandler Handler = new() { MaxConnectionsPerServer = Connections, UseProxy = false };

    public static void Run(int port, int requests)
    {
        using var client = new HttpClient(Handler) { Timeout = TimeSpan.FromMinutes(2) };
        int right = 0;
        var clock = Stopwatch.StartNew();
        Thread[] threads = Enumerable.Range(0, requests).Select(_ => new Thread(() =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/wait");
            using HttpResponseMessage response = client.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            if (reader.ReadToEnd() == "Hello, World!")
            {
                Interlocked.Increment(ref right);
            }
        })).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Finish(clock, right, requests);
    }

    public static async Task RunAsync(int port, int requests)
    {
        using var client = new HttpClient(Handler) { Timeout = TimeSpan.FromMinutes(2) };
        int right = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, requests).Select(async _ =>
        {
            if (await client.GetStringAsync($"http://127.0.0.1:{port}/wait").ConfigureAwait(false) == "Hello, World!")
            {
                Interlocked.Increment(ref right);
            }
        }));
        Finish(clock, right, requests);
    }

    static void Finish(Stopwatch clock, int right, int requests)
    {
        double seconds = clock.Elapsed.TotalSeconds;
        if (right != requests)
        {
            throw new InvalidOperationException($"{right} of {requests} answers were right");
        }
        Say.Value("requests/s", requests / seconds);
        Say.Value("CPU us", Say.CpuSeconds() * 1e6 / requests);
        Say.Value("peak MiB", Say.PeakMiB());
    }
}
