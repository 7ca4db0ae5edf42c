using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HdrHistogram;

namespace Green.Load;

/// <summary>
/// The connections of a run, their messages, the clock and the histogram: what both engines share. One thread uses it; nothing is allocated after the
/// constructor, so that no collection of our own disturbs the measurement.
/// </summary>
internal sealed unsafe class LoadPlan : IDisposable
{
    // How long nothing at all may arrive before the run is called off.
    private const double StallSeconds = 5;

    private readonly LoadOptions _options;
    private readonly Socket[] _sockets;
    private readonly byte* _messages;
    private readonly int[] _received;
    private readonly long[] _sentAt;
    private readonly long[] _replies;
    private readonly LongHistogram _latency = new(TimeSpan.TicksPerMinute * 10, 3);
    private long _measureFrom = long.MaxValue;
    private long _measureTo = long.MaxValue;
    private long _lastReply;
    private ProcessSample _serverAtStart;
    private ProcessSample _selfAtStart;
    private ProcessSample _serverAtEnd;
    private ProcessSample _selfAtEnd;
    private bool _measuring;
    private bool _foundLast;
    private long _polledAt;
    private long _busy;

    internal LoadPlan(LoadOptions options)
    {
        _options = options;
        _sockets = new Socket[options.Connections];
        Handles = new int[options.Connections];
        _received = new int[options.Connections];
        _sentAt = new long[options.Connections];
        _replies = new long[options.Connections];
        _messages = (byte*)NativeMemory.AlignedAlloc((nuint)(options.Connections * options.MessageSize), 64);
        for (int i = 0; i < options.Connections * options.MessageSize; i++)
        {
            _messages[i] = (byte)((i * 31) + (i >> 8));
        }
    }

    internal int Connections => _options.Connections;

    internal int MessageSize => _options.MessageSize;

    /// <summary>The sockets' descriptors, open and connected after <see cref="Connect"/>.</summary>
    internal int[] Handles { get; }

    /// <summary>What went wrong, or null.</summary>
    internal string? Error { get; private set; }

    internal bool Finished { get; private set; }

    internal byte* Message(int connection) => _messages + (connection * _options.MessageSize);

    /// <summary>Opens all connections and has one message echoed on each, so that the server has taken them all before anything is timed.</summary>
    internal void Connect()
    {
        var server = new IPEndPoint(IPAddress.Loopback, _options.Port);
        var reply = new byte[_options.MessageSize];
        for (int i = 0; i < _sockets.Length; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
                ReceiveTimeout = (int)(StallSeconds * 1000),
            };
            _sockets[i] = socket;
            socket.Connect(server);
            Greet(socket, new ReadOnlySpan<byte>(Message(i), _options.MessageSize), reply);
            Handles[i] = (int)socket.SafeHandle.DangerousGetHandle();
        }
    }

    /// <summary>Starts the clock; every engine calls it right before its first send.</summary>
    internal void Begin()
    {
        long now = Stopwatch.GetTimestamp();
        _lastReply = now;
        _measureFrom = now + (long)(_options.WarmupSeconds * Stopwatch.Frequency);
        _measureTo = _measureFrom + (long)(_options.Seconds * Stopwatch.Frequency);
        Array.Fill(_sentAt, now);
    }

    /// <summary>
    /// Takes <paramref name="count"/> bytes that arrived on a connection. True when they complete the reply and the next message, already in place,
    /// is to be sent now; false when more is to come or the run is over.
    /// </summary>
    internal bool Arrived(int connection, byte* bytes, int count)
    {
        int size = _options.MessageSize;
        int have = _received[connection];
        byte* message = Message(connection);
        if (count > size - have || !new ReadOnlySpan<byte>(bytes, count).SequenceEqual(new ReadOnlySpan<byte>(message + have, count)))
        {
            Fail("the server sent back other bytes than it got");
            return false;
        }
        have += count;
        if (have < size)
        {
            _received[connection] = have;
            return false;
        }
        _received[connection] = 0;
        long now = Stopwatch.GetTimestamp();
        _lastReply = now;
        if (now >= _measureFrom)
        {
            if (!Count(connection, now))
            {
                return false;
            }
        }
        _sentAt[connection] = now;
        // Another message each time, so that a reply to an older one cannot pass for the right one.
        ++*(ulong*)message;
        return true;
    }

    internal bool Spins => _options.Spins;

    /// <summary>To be called after each poll: a spinning load burns its core, and is busy only from a poll that found something to the next.</summary>
    internal void Polled(int found)
    {
        long now = Stopwatch.GetTimestamp();
        if (_measuring && _foundLast)
        {
            _busy += now - _polledAt;
        }
        _foundLast = found > 0;
        _polledAt = now;
    }

    /// <summary>To be called when a wait ended with nothing: notices a server that answers no more, or a run whose time is up.</summary>
    internal void Idle()
    {
        long now = Stopwatch.GetTimestamp();
        if (now >= _measureTo)
        {
            Finish(now);
        }
        else if (now - _lastReply > StallSeconds * Stopwatch.Frequency)
        {
            Fail($"no reply for {StallSeconds} s");
        }
    }

    internal void Fail(string why)
    {
        Error ??= why;
        Finished = true;
    }

    internal LoadResult Result()
    {
        long last = Math.Min(_lastReply, _measureTo);
        ProcessSample server = _serverAtEnd;
        int starved = 0;
        foreach (long replies in _replies)
        {
            starved += replies == 0 ? 1 : 0;
        }
        return new LoadResult
        {
            Connections = Connections,
            Requests = _latency.TotalCount,
            Seconds = Math.Max(0, (last - _measureFrom) / (double)Stopwatch.Frequency),
            P50Us = Percentile(50),
            P99Us = Percentile(99),
            MaxUs = Percentile(100),
            Starved = starved,
            LoadCpuSeconds = Spins ? _busy / (double)Stopwatch.Frequency : _selfAtEnd.CpuSeconds - _selfAtStart.CpuSeconds,
            ServerCpuSeconds = server.CpuSeconds - _serverAtStart.CpuSeconds,
            ServerThreads = server.Threads,
            ServerRssMb = server.RssMb,
            Error = Error ?? (_latency.TotalCount == 0 ? "no reply in the measured phase" : null),
        };
    }

    public void Dispose()
    {
        foreach (Socket? socket in _sockets)
        {
            socket?.Dispose();
        }
        NativeMemory.AlignedFree(_messages);
    }

    // The histogram throws when it is empty.
    private double Percentile(double percent) => _latency.TotalCount == 0 ? 0 : _latency.GetValueAtPercentile(percent) / 1000.0;

    private void Greet(Socket socket, ReadOnlySpan<byte> message, Span<byte> reply)
    {
        socket.Send(message);
        for (int have = 0; have < reply.Length;)
        {
            int n = socket.Receive(reply[have..]);
            if (n == 0)
            {
                Fail("the server closed a connection");
                return;
            }
            have += n;
        }
        if (!reply.SequenceEqual(message))
        {
            Fail("the server sent back other bytes than it got");
        }
    }

    private bool Count(int connection, long now)
    {
        if (!_measuring)
        {
            _measuring = true;
            _measureFrom = now;
            _measureTo = now + (long)(_options.Seconds * Stopwatch.Frequency);
            _serverAtStart = ProcessSample.Of(_options.ServerPid);
            _selfAtStart = ProcessSample.Of(Environment.ProcessId);
        }
        if (now >= _measureTo)
        {
            Finish(now);
            return false;
        }
        // Stopwatch ticks are nanoseconds on Linux.
        _latency.RecordValue(Math.Max(1, now - _sentAt[connection]));
        _replies[connection]++;
        return true;
    }

    private void Finish(long now)
    {
        if (Finished)
        {
            return;
        }
        Finished = true;
        _serverAtEnd = ProcessSample.Of(_options.ServerPid);
        _selfAtEnd = ProcessSample.Of(Environment.ProcessId);
        _lastReply = Math.Min(now, _measureTo);
    }
}
