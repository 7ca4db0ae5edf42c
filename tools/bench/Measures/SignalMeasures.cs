using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Bench.Interop;
using Shim;

namespace Bench.Measures;

/// <summary>How long a signal is on its way to its handler in a process whose threads echo over sockets as fast as they can.</summary>
internal static class SignalMeasures
{
    private const int Connections = 50;
    private const int Count = 1000;
    private const int Signal = 40;

    internal static bool Has(string name) => name.StartsWith("signal-", StringComparison.Ordinal);

    /// <returns>Milliseconds.</returns>
    internal static double Run(string name)
    {
        if (name.StartsWith("signal-green", StringComparison.Ordinal))
        {
            GreenShim.PatchAll();
        }
        for (int i = 0; i < Connections; i++)
        {
            Echo();
        }
        var times = new List<double>();
        using SemaphoreSlim handled = new(0);
        long sent = 0;
        using PosixSignalRegistration registration = PosixSignalRegistration.Create((PosixSignal)Signal, context =>
        {
            double time = Stopwatch.GetElapsedTime(Volatile.Read(ref sent)).TotalMilliseconds;
            context.Cancel = true;
            times.Add(time);
            handled.Release();
        });
        // A task: native in both cases, so that sending waits for nobody.
        Task.Factory.StartNew(
            () =>
            {
                var random = new Random(1);
                for (int i = 0; i < Count; i++)
                {
                    Thread.Sleep(random.Next(1, 4));
                    Volatile.Write(ref sent, Stopwatch.GetTimestamp());
                    _ = Libc.Kill(Environment.ProcessId, Signal);
                    handled.Wait();
                }
            },
            CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default).Wait();
        times.Sort();
        return times[times.Count * (name.EndsWith("p99", StringComparison.Ordinal) ? 99 : 50) / 100];
    }

    private static void Echo()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        TcpClient client = new() { NoDelay = true };
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        TcpClient server = listener.AcceptTcpClient();
        server.NoDelay = true;
        Pass(client.GetStream(), isFirst: true);
        Pass(server.GetStream(), isFirst: false);
    }

    private static void Pass(NetworkStream stream, bool isFirst) => new Thread(() =>
    {
        byte[] buffer = new byte[64];
        if (isFirst)
        {
            stream.Write(buffer);
        }
        while (true)
        {
            stream.ReadExactly(buffer);
            stream.Write(buffer);
        }
    })
    { IsBackground = true }.Start();
}
