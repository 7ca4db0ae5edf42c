using System.Diagnostics;
using Bench.Interop;
using Shim.Loop;

namespace Bench.Loop;

/// <summary>
/// Sockets that are readable and stay so: an event is the loop's work and epoll's, and nothing else. The same as <c>ready</c> in
/// libev/loop.c; keep them alike.
/// </summary>
internal static class ReadyRound
{
    private const int Events = 100_000;

    /// <returns>The time and the allocated bytes for each event.</returns>
    internal static (double Ns, double Bytes) Run(EventLoop loop, int count)
    {
        int left = 0;
        var watchers = new IoWatcher[count];
        var writers = new int[count];
        for (int i = 0; i < count; i++)
        {
            (int reader, writers[i]) = Libc.SocketPair();
            _ = Libc.WriteByte(writers[i]);
            watchers[i] = new IoWatcher(loop, reader, IoEvents.Read, (w, _) =>
            {
                if (--left == 0)
                {
                    w.Loop.Break();
                }
            });
            watchers[i].Start();
        }
        long allocated = 0;
        long from = 0;
        for (int round = 0; round < 2; round++) // The first one tells the kernel, and finds room for the events.
        {
            left = Events;
            allocated = GC.GetAllocatedBytesForCurrentThread();
            from = Stopwatch.GetTimestamp();
            loop.Run();
        }
        double ns = Stopwatch.GetElapsedTime(from).TotalNanoseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        for (int i = 0; i < count; i++)
        {
            watchers[i].Stop();
            Libc.Close(watchers[i].Fd);
            Libc.Close(writers[i]);
        }
        return (ns / Events, allocated / (double)Events);
    }
}
