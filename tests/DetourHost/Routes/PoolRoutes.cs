using System.Net;
using System.Net.Sockets;

namespace DetourHost.Routes;

internal static class PoolRoutes
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Task.Run(Action)"] = () => Task.Run(static () => { }).Wait(s_limit),
        ["ThreadPool.QueueUserWorkItem(WaitCallback)"] = () => Await(static done => ThreadPool.QueueUserWorkItem(_ => done.Set())),
        ["ThreadPool.UnsafeQueueUserWorkItem(IThreadPoolWorkItem, bool)"] = () =>
            Await(static done => ThreadPool.UnsafeQueueUserWorkItem(new Item(done), preferLocal: false)),
        ["Timer(TimerCallback, object, int, int)"] = UseTimer,
        ["Task.Delay(int)"] = () => Task.Delay(1).Wait(s_limit),
        ["CancellationTokenSource.CancelAfter(int)"] = CancelAfter,
        ["PeriodicTimer.WaitForNextTickAsync()"] = Tick,
        ["ThreadPool.RegisterWaitForSingleObject(WaitHandle, WaitOrTimerCallback, object, int, bool)"] = RegisterWait,
        ["Parallel.For(int, int, Action<int>)"] = () => Parallel.For(0, 16, static _ => Thread.Sleep(0)),
        ["Socket.ReceiveAsync(Memory<byte>)"] = Receive,
        ["await Task.Yield()"] = () => YieldAsync().Wait(s_limit),
        ["ThreadPool.ThreadCount"] = () => _ = ThreadPool.ThreadCount,
        ["ThreadPool.GetAvailableThreads(out int, out int)"] = () => ThreadPool.GetAvailableThreads(out _, out _),
    };

    private static void Await(Action<ManualResetEventSlim> start)
    {
        using var done = new ManualResetEventSlim();
        start(done);
        done.Wait(s_limit);
    }

    private static void UseTimer()
    {
        using var done = new ManualResetEventSlim();
        using var gone = new ManualResetEvent(false);
        var timer = new Timer(_ => done.Set(), null, 1, Timeout.Infinite);
        done.Wait(s_limit);
        timer.Dispose(gone);
        gone.WaitOne(s_limit);
    }

    private static void CancelAfter()
    {
        using var source = new CancellationTokenSource();
        source.CancelAfter(1);
        source.Token.WaitHandle.WaitOne(s_limit);
    }

    private static void Tick()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        timer.WaitForNextTickAsync().AsTask().Wait(s_limit);
    }

    private static void RegisterWait()
    {
        using var signal = new ManualResetEvent(true);
        using var done = new ManualResetEventSlim();
        var wait = ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => done.Set(), null, 1000, executeOnlyOnce: true);
        done.Wait(s_limit);
        wait.Unregister(null);
    }

    private static void Receive()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        using var server = listener.AcceptSocket();
        var received = server.ReceiveAsync(new byte[1].AsMemory(), SocketFlags.None).AsTask();
        client.Client.Send([1]);
        received.Wait(s_limit);
    }

    private static async Task YieldAsync() => await Task.Yield();

    private sealed class Item(ManualResetEventSlim done) : IThreadPoolWorkItem
    {
        public void Execute() => done.Set();
    }
}
