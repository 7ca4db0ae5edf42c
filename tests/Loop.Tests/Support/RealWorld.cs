using System.Diagnostics;
using Shim.Loop.Tests.Interop;

namespace Shim.Loop.Tests.Support;

/// <summary>A loop on the kernel.</summary>
internal class RealWorld(IPollBackend backend) : World
{
    private readonly Dictionary<int, int> _peers = [];

    /// <param name="name">One of <see cref="World.Real"/>.</param>
    public RealWorld(string name)
        : this(NewBackend(name))
    {
    }

    public IPollBackend Backend { get; } = backend;

    public override EventLoop Loop { get; } = new(backend, MonotonicClock.Instance);

    public static IPollBackend NewBackend(string name) => name switch
    {
        "epoll" => new EpollBackend(),
        "epoll in milliseconds" => new EpollBackend(allowNanoseconds: false),
        "poll" => new PollBackend(),
        "select" => new SelectBackend(),
        "iouring" => new IoUringBackend(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public override int NewFd()
    {
        (int read, int write) = Libc.Pipe();
        _peers.Add(read, write);
        return read;
    }

    public override int NewWritableFd()
    {
        (int a, int b) = Libc.SocketPair();
        _peers.Add(a, b);
        return a;
    }

    public override void MakeReadable(int fd) => Libc.WriteByte(_peers[fd]);

    public override void Drain(int fd) => Libc.ReadByte(fd);

    public override void Elapse(long nanoseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalNanoseconds <= nanoseconds)
        {
            Thread.Sleep(1);
        }
    }

    /// <summary>Closes the other end.</summary>
    public void HangUp(int fd)
    {
        Libc.Close(_peers[fd]);
        _peers[fd] = -1;
    }

    /// <summary>Closes both ends.</summary>
    public void Close(int fd)
    {
        Libc.Close(fd);
        _peers.Remove(fd, out int peer);
        if (peer >= 0)
        {
            Libc.Close(peer);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (int fd in _peers.Keys.ToArray())
        {
            Close(fd);
        }
    }
}
