using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

// An echo server beside work that computes: 100 ms without a pause, then 20 ms of rest, and so on.
static class Mixed
{
    public static void Run()
    {
        new Thread(() =>
        {
            while (true)
            {
                Compute();
                Thread.Sleep(20);
            }
        }) { IsBackground = true }.Start();
        TcpListener listener = Say.Listening();
        while (true)
        {
            Socket client = listener.AcceptSocket();
            new Thread(() => Serve(client)) { IsBackground = true }.Start();
        }
    }

    public static async Task RunAsync()
    {
        _ = Task.Run(async () =>
        {
            while (true)
            {
                Compute();
                await Task.Delay(20);
            }
        });
        TcpListener listener = Say.Listening();
        while (true)
        {
            Socket client = await listener.AcceptSocketAsync();
            _ = ServeAsync(client);
        }
    }

    static void Compute()
    {
        double x = 1;
        for (long from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from).TotalMilliseconds < 100;)
        {
            for (int i = 0; i < 1000; i++)
            {
                x = Math.Sqrt(x + i);
            }
        }
        GC.KeepAlive(x);
    }

    static void Serve(Socket client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                byte[] buffer = new byte[4096];
                int n;
                while ((n = client.Receive(buffer)) > 0)
                {
                    client.Send(buffer, 0, n, SocketFlags.None);
                }
            }
        }
        catch (SocketException)
        {
            // The peer went away.
        }
    }

    static async Task ServeAsync(Socket client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                byte[] buffer = new byte[4096];
                int n;
                while ((n = await client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None).ConfigureAwait(false)) > 0)
                {
                    await client.SendAsync(buffer.AsMemory(0, n), SocketFlags.None).ConfigureAwait(false);
                }
            }
        }
        catch (SocketException)
        {
            // The peer went away.
        }
    }
}
