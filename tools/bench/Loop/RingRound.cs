using System.Diagnostics;
using Bench.Interop;
using Shim.Loop;

namespace Bench.Loop;

/// <summary>
/// The classic benchmark of event loops: socket pairs in a ring, through which a number of bytes are passed on and on. Each event is one read,
/// one write and, if wanted, one timer that is postponed. The same as <c>ring</c> in libev/loop.c; keep them alike.
/// </summary>
internal sealed class RingRound : IDisposable
{
    private const int Events = 10_000;

    private readonly EventLoop _loop;
    private readonly Station[] _stations;
    private int _left;
    private int _passes;

    internal RingRound(EventLoop loop, int watchers, bool isTimed)
    {
        _loop = loop;
        _stations = new Station[watchers];
        var random = new Random(1);
        for (int i = 0; i < watchers; i++)
        {
            _stations[i] = new Station(this, isTimed ? (3600 + random.Next(1000)) * 1_000_000_000L : 0);
        }
        for (int i = 0; i < watchers; i++)
        {
            _stations[i].Next = _stations[(i + 1) % watchers].Writer;
        }
    }

    /// <returns>The time and the allocated bytes for each event.</returns>
    internal (double Ns, double Bytes) Run(int active)
    {
        for (int i = 0; i < active; i++)
        {
            _ = Libc.WriteByte(_stations[(int)((long)i * _stations.Length / active)].Writer);
        }
        _left = Events;
        _passes = Events - active;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long from = Stopwatch.GetTimestamp();
        _loop.Run();
        double ns = Stopwatch.GetElapsedTime(from).TotalNanoseconds;
        return (ns / Events, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Events);
    }

    public void Dispose()
    {
        foreach (Station station in _stations)
        {
            station.Dispose();
        }
    }

    private sealed class Station : IDisposable
    {
        private readonly RingRound _ring;
        private readonly IoWatcher _io;
        private readonly TimerWatcher? _timer;
        private readonly int _reader;

        internal Station(RingRound ring, long repeat)
        {
            _ring = ring;
            (_reader, Writer) = Libc.SocketPair();
            _io = new IoWatcher(ring._loop, _reader, IoEvents.Read, static (w, _) => ((Station)w.Data!).OnByte()) { Data = this };
            _io.Start();
            if (repeat != 0)
            {
                _timer = new TimerWatcher(ring._loop, static _ => { }) { Repeat = repeat };
                _timer.Again();
            }
        }

        internal int Writer { get; }

        internal int Next { get; set; }

        public void Dispose()
        {
            _io.Stop();
            _timer?.Stop();
            Libc.Close(_reader);
            Libc.Close(Writer);
        }

        private void OnByte()
        {
            _timer?.Again();
            if (Libc.ReadByte(_reader) && _ring._passes > 0)
            {
                _ring._passes--;
                _ = Libc.WriteByte(Next);
            }
            if (--_ring._left == 0)
            {
                _ring._loop.Break();
            }
        }
    }
}
