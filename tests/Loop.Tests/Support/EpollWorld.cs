using System.Diagnostics;
using Shim.Loop.Tests.Interop;

namespace Shim.Loop.Tests.Support;

internal sealed class EpollWorld : World
{
    private readonly Dictionary<int, int> _peers = [];

    public EpollWorld(bool allowNanoseconds = true)
    {
        Backend = new EpollBackend(allowNanoseconds);
        Loop = new EventLoop(Backend, MonotonicClock.Instance);
    }

    public EpollBackend Backend { get; }

    public override EventLoop Loop { get; }

    /// <summary>What the kernel has registered, by descriptor: EPOLLIN is 1, EPOLLOUT is 4.</summary>
    public Dictionary<int, int> Registered()
    {
        Dictionary<int, int> masks = [];
        foreach (string line in File.ReadLines($"/proc/self/fdinfo/{Backend.Descriptor}"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "tfd:")
            {
                masks[int.Parse(words[1])] = Convert.ToInt32(words[3], 16) & 5;
            }
        }
        return masks;
    }

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
