using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

// Work of every kind that comes to the thread pool, beside threads and Main. Each piece notes when it computes, and how many others do so at that
// moment; waiting does not count. Prints how many pieces there were, and how many computed at once at most.
static class Program
{
    static readonly object s_gate = new object();
    static int s_computing;
    static int s_most;
    static long s_pieces;
    static int s_onPool;

    static int Main()
    {
        var parts = new List<Task>
        {
            Task.Run(Storm),
            Task.Run(Sleepers),
            Task.Factory.StartNew(Locks, TaskCreationOptions.LongRunning),
            Echo(),
            Ticks(),
            Task.Run(() => Parallel.For(0, 3000, _ => Compute())),
            Task.Run(() => Enumerable.Range(0, 3000).AsParallel().ForAll(_ => Compute())),
        };
        var threads = Enumerable.Range(0, 10).Select(_ => new Thread(() => Repeat(100, () => { Compute(); Thread.Sleep(1); }))).ToList();
        threads.ForEach(t => t.Start());
        using var timers = new Fleet(20);
        using var waits = new Waits(10);
        Repeat(100, () => { Compute(); Thread.Sleep(1); });
        Task.WaitAll(parts.ToArray());
        threads.ForEach(t => t.Join());
        Console.WriteLine("pieces " + (Interlocked.Read(ref s_pieces) > 40000) + ", on pool threads " + (Volatile.Read(ref s_onPool) > 30000));
        Console.WriteLine("deep " + DownAsync(200).Result);
        Console.WriteLine("at once " + Volatile.Read(ref s_most));
        return 0;
    }

    static void Compute()
    {
        int now = Interlocked.Increment(ref s_computing);
        for (int i = 0; i < 20; i++)
        {
            now = Math.Max(now, Volatile.Read(ref s_computing));
            Thread.SpinWait(5);
        }
        Interlocked.Decrement(ref s_computing);
        int most;
        while (now > (most = Volatile.Read(ref s_most)) && Interlocked.CompareExchange(ref s_most, now, most) != most)
        {
        }
        Interlocked.Increment(ref s_pieces);
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            Interlocked.Increment(ref s_onPool);
        }
    }

    static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }

    static void Storm()
    {
        Task.WaitAll(Enumerable.Range(0, 20000).Select(_ => Task.Run(Compute)).ToArray());
        var done = new CountdownEvent(5000);
        Repeat(5000, () => ThreadPool.QueueUserWorkItem(_ => { Compute(); done.Signal(); }));
        done.Wait();
    }

    static void Sleepers()
    {
        Task.WaitAll(Enumerable.Range(0, 2000).Select(_ => Task.Run(() => { Compute(); Thread.Sleep(100); Compute(); })).ToArray());
    }

    static void Locks()
    {
        Task.WaitAll(Enumerable.Range(0, 500).Select(i => Task.Run(() =>
        {
            lock (s_gate)
            {
                Compute();
                if (i % 50 == 0)
                {
                    Thread.Sleep(1);
                }
            }
        })).ToArray());
    }

    static async Task Echo()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(64);
        Task serving = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ServeAsync(listener)));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndPoint);
            var buffer = new byte[32];
            for (int i = 0; i < 100; i++)
            {
                Compute();
                await client.GetStream().WriteAsync(buffer);
                Compute();
                await client.GetStream().ReadExactlyAsync(buffer);
            }
        }));
        await serving;
    }

    static async Task ServeAsync(Socket listener)
    {
        using Socket client = await listener.AcceptAsync();
        var buffer = new byte[32];
        int n;
        while ((n = await client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None)) > 0)
        {
            Compute();
            await client.SendAsync(buffer.AsMemory(0, n), SocketFlags.None);
        }
    }

    static async Task Ticks()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        for (int i = 0; i < 50; i++)
        {
            await timer.WaitForNextTickAsync();
            Compute();
            await Task.Delay(1);
            Compute();
            await Task.Yield();
            Compute();
        }
    }

    // Every level blocks its thread until a continuation has run, which blocks one, too.
    static async Task<int> DownAsync(int depth)
    {
        await Task.Yield();
        Compute();
        await Task.Delay(1);
        Compute();
        return depth == 0 ? 0 : DownAsync(depth - 1).Result + 1;
    }

    sealed class Fleet : IDisposable
    {
        readonly Timer[] _timers;

        public Fleet(int count) => _timers = Enumerable.Range(1, count).Select(i => new Timer(_ => Compute(), null, i, i)).ToArray();

        public void Dispose()
        {
            foreach (Timer timer in _timers)
            {
                timer.Dispose();
            }
        }
    }

    sealed class Waits : IDisposable
    {
        readonly AutoResetEvent _signal = new AutoResetEvent(false);
        readonly RegisteredWaitHandle[] _waits;
        readonly Timer _pulse;

        public Waits(int count)
        {
            _waits = Enumerable.Range(0, count)
                .Select(_ => ThreadPool.RegisterWaitForSingleObject(_signal, (_, _) => Compute(), null, 5, executeOnlyOnce: false)).ToArray();
            _pulse = new Timer(_ => _signal.Set(), null, 1, 1);
        }

        public void Dispose()
        {
            _pulse.Dispose();
            foreach (RegisteredWaitHandle wait in _waits)
            {
                wait.Unregister(null);
            }
        }
    }
}
