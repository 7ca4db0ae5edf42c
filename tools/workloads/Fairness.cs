using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

// One that sleeps a millisecond at a time, beside others that talk to themselves over a socket and never have to wait for it.
static class Fairness
{
    static volatile bool s_stop;
    static long s_messages;

    public static void Run(int heavy, int milliseconds)
    {
        var threads = new Thread[heavy];
        for (int i = 0; i < heavy; i++)
        {
            (Socket a, Socket b) = Pair();
            threads[i] = new Thread(() =>
            {
                byte[] buffer = new byte[64];
                while (!s_stop)
                {
                    a.Send(buffer);
                    for (int have = 0; have < buffer.Length;)
                    {
                        have += b.Receive(buffer, have, buffer.Length - have, SocketFlags.None);
                    }
                    Interlocked.Increment(ref s_messages);
                }
            });
            threads[i].Start();
        }
        var late = new double[milliseconds];
        int count = 0;
        var light = new Thread(() =>
        {
            for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < milliseconds && count < late.Length;)
            {
                long from = Stopwatch.GetTimestamp();
                Thread.Sleep(1);
                late[count++] = Stopwatch.GetElapsedTime(from).TotalMilliseconds - 1;
            }
        });
        light.Start();
        light.Join();
        s_stop = true;
        Finish(late, count, milliseconds);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    public static async Task RunAsync(int heavy, int milliseconds)
    {
        var tasks = new Task[heavy];
        for (int i = 0; i < heavy; i++)
        {
            (Socket a, Socket b) = Pair();
            tasks[i] = Task.Run(async () =>
            {
                byte[] buffer = new byte[64];
                while (!s_stop)
                {
                    await a.SendAsync(buffer.AsMemory(), SocketFlags.None).ConfigureAwait(false);
                    for (int have = 0; have < buffer.Length;)
                    {
                        have += await b.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None).ConfigureAwait(false);
                    }
                    Interlocked.Increment(ref s_messages);
                }
            });
        }
        var late = new double[milliseconds];
        int count = 0;
        await Task.Run(async () =>
        {
            for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < milliseconds && count < late.Length;)
            {
                long from = Stopwatch.GetTimestamp();
                await Task.Delay(1).ConfigureAwait(false);
                late[count++] = Stopwatch.GetElapsedTime(from).TotalMilliseconds - 1;
            }
        });
        s_stop = true;
        Finish(late, count, milliseconds);
        await Task.WhenAll(tasks);
    }

    static void Finish(double[] late, int count, int milliseconds)
    {
        Say.Percentiles("late ms", late, count);
        Say.Value("messages/s", Interlocked.Read(ref s_messages) * 1000.0 / milliseconds);
    }

    static (Socket A, Socket B) Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var a = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        a.Connect(listener.LocalEndPoint);
        return (a, listener.Accept());
    }
}
