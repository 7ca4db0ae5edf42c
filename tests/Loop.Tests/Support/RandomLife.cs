using FluentAssertions;
using Shim.Loop.Tests.Interop;

namespace Shim.Loop.Tests.Support;

/// <summary>
/// Pipes and socket pairs to which anything may happen, watched by a loop, and compared with what poll(2) says about each descriptor
/// alone. Watchers are stopped before their descriptor is closed, as the contract asks, and nothing else is held back.
/// </summary>
internal sealed class RandomLife(string name) : IDisposable
{
    public const int Steps = 12 * Slots;

    private const int Slots = 7;
    private const int MostDuplicates = 20;

    // More than the doublings of the event buffer of a Debug build, which starts at two.
    private const int Passes = 6;

    private readonly Slot?[] _slots = new Slot?[Slots];
    private readonly Queue<int> _duplicates = [];
    private readonly Dictionary<IoWatcher, IoEvents> _called = [];

    public RealWorld World { get; } = new(name);

    public int Compared { get; private set; }

    public int Called { get; private set; }

    /// <param name="dice">Below <see cref="Steps"/>.</param>
    public void Step(int dice)
    {
        int index = dice / 12;
        Slot slot = _slots[index] ??= new Slot(this, dice % 2 == 0);
        switch (dice % 12)
        {
            case 0 or 1: slot.Read.Start(); break;
            case 2: slot.Write.Start(); break;
            case 3: slot.Read.Stop(); break;
            case 4: slot.Write.Stop(); break;
            case 5 or 6: slot.Fill(); break;
            case 7: slot.Drain(); break;
            case 8: slot.HangUp(); break;
            case 9: slot.Replace(this, isDuplicated: false); break;
            case 10: slot.Replace(this, isDuplicated: true); break;
            case 11:
                slot.Close();
                _slots[index] = null;
                break;
        }
    }

    /// <summary>Polls, and fails unless the watchers were called that poll(2) says should be.</summary>
    public void Compare()
    {
        _called.Clear();
        bool isUring = World.Backend.Kind == LoopBackends.IoUring;
        // What io_uring found is as old as the last poll: what has been drained since may be reported once more.
        World.Loop.Run(RunMode.NoWait);
        if (isUring)
        {
            _called.Clear();
        }
        for (int i = 0; i < Passes; i++)
        {
            World.Loop.Run(RunMode.NoWait);
        }
        World.Loop.Verify();
        Dictionary<IoWatcher, IoEvents> expected = [];
        foreach (IoWatcher watcher in _slots.Where(s => s is not null).SelectMany(s => new[] { s!.Read, s.Write }).Where(w => w.IsActive))
        {
            IoEvents events = Expected(watcher.Fd) & watcher.Events;
            if (events != IoEvents.None)
            {
                expected.Add(watcher, events);
            }
        }
        Compared++;
        Called += _called.Count;
        _called.Should().BeEquivalentTo(expected);
        _called.Clear();
    }

    public void Dispose()
    {
        foreach (Slot? slot in _slots)
        {
            slot?.Close();
        }
        foreach (int fd in _duplicates)
        {
            Libc.Close(fd);
        }
        World.Dispose();
    }

    private IoEvents Expected(int fd)
    {
        short found = Libc.PollNow(fd);
        // select tells those who wait to write of no hang-up that is not an error.
        int writable = Libc.POLLOUT | Libc.POLLERR | (World.Backend.Kind == LoopBackends.Select ? 0 : Libc.POLLHUP);
        return ((found & (Libc.POLLIN | Libc.POLLERR | Libc.POLLHUP)) != 0 ? IoEvents.Read : IoEvents.None)
            | ((found & writable) != 0 ? IoEvents.Write : IoEvents.None);
    }

    private sealed class Slot
    {
        private readonly int _fd;
        private int _peer;
        private int _bytes;

        public Slot(RandomLife life, bool isPipe)
        {
            (_fd, _peer) = isPipe ? Libc.Pipe() : Libc.SocketPair();
            Read = New(IoEvents.Read);
            Write = New(IoEvents.Write);
            IoWatcher New(IoEvents events) =>
                new(life.World.Loop, _fd, events, (w, e) => life._called[w] = life._called.GetValueOrDefault(w) | e);
        }

        public IoWatcher Read { get; }

        public IoWatcher Write { get; }

        public void Fill()
        {
            if (_peer >= 0 && _bytes < 100)
            {
                Libc.WriteByte(_peer);
                _bytes++;
            }
        }

        public void Drain()
        {
            for (; _bytes > 0; _bytes--)
            {
                Libc.ReadByte(_fd);
            }
        }

        public void HangUp()
        {
            if (_peer >= 0)
            {
                Libc.Close(_peer);
                _peer = -1;
            }
        }

        /// <summary>The number becomes another file, with a byte in the old one. A duplicate keeps that alive.</summary>
        public void Replace(RandomLife life, bool isDuplicated)
        {
            (bool isReading, bool isWriting) = (Read.IsActive, Write.IsActive);
            Fill();
            Read.Stop();
            Write.Stop();
            if (isDuplicated)
            {
                life._duplicates.Enqueue(Libc.Dup(_fd));
                if (life._duplicates.Count > MostDuplicates)
                {
                    Libc.Close(life._duplicates.Dequeue());
                }
            }
            (int fresh, int peer) = isReading ? Libc.Pipe() : Libc.SocketPair();
            Libc.Dup2(fresh, _fd);
            Libc.Close(fresh);
            HangUp();
            (_peer, _bytes) = (peer, 0);
            Read.Set(_fd, IoEvents.Read);
            Write.Set(_fd, IoEvents.Write);
            if (isReading)
            {
                Read.Start();
            }
            if (isWriting)
            {
                Write.Start();
            }
        }

        public void Close()
        {
            Read.Stop();
            Write.Stop();
            Libc.Close(_fd);
            HangUp();
        }
    }
}
