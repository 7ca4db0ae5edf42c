using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// Readiness by poll(2): one array that goes to the kernel as it is, each time (libev: ev_poll.c). What is odd about it:
/// <list type="bullet">
/// <item>a) The kernel has no memory: it is given all descriptors at each poll. In turn there is nothing that could go out of step with
/// it: a number that has become another file is just that file.</item>
/// <item>b) A closed descriptor is found out by the poll, and for ever: it has to be reported, and not only skipped.</item>
/// <item>c) The eventfd of wake-ups stays readable until it is read.</item>
/// </list>
/// </summary>
internal sealed unsafe class PollBackend : IPollBackend
{
    private WakeDescriptor _wake = new();

    // On the pinned heap, as the kernel writes to it while the GC may run. The first is the eventfd.
    private Libc.PollFd[] _items = GC.AllocateArray<Libc.PollFd>(64, pinned: true);
    private int _count = 1;

    /// <summary>Where a descriptor stands among the items; 0 if it does not.</summary>
    private int[] _places = new int[64];

    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public PollBackend() => _items[0] = new Libc.PollFd { Fd = _wake.Fd, Events = Libc.POLLIN };

    public LoopBackends Kind => LoopBackends.Poll;

    /// <summary>There is none.</summary>
    public int Descriptor => -1;

    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents, bool mayBeNewFile)
    {
        if (fd >= _places.Length)
        {
            Array.Resize(ref _places, (int)Math.Min(Math.Max(2L * _places.Length, fd + 1L), Array.MaxLength));
        }
        ref int place = ref _places[fd];
        if (newEvents != IoEvents.None)
        {
            if (place == 0)
            {
                place = Add(fd);
            }
            _items[place].Events = PollBits.From(newEvents);
        }
        else if (place != 0)
        {
            Libc.PollFd last = _items[--_count];
            _items[place] = last;
            _places[last.Fd] = place;
            place = 0;
        }
        return 0;
    }

    public bool Poll(long timeoutNs, IPollSink sink)
    {
        Libc.PollFd[] items = _items;
        var timeout = new Libc.Timespec(timeoutNs / 1_000_000_000, timeoutNs % 1_000_000_000);
        int left;
        fixed (Libc.PollFd* first = items)
        {
            left = Libc.PPoll(first, _count, &timeout);
        }
        if (left < 0)
        {
            return left == -Libc.EINTR ? true : throw new IOException($"poll failed with errno {-left}.");
        }
        if (items[0].Found != 0 && left > 0)
        {
            _wake.Drain(); // Note c.
            left--;
        }
        for (int i = 1; left > 0 && i < items.Length; i++)
        {
            short found = items[i].Found;
            if (found != 0)
            {
                left--;
                sink.Ready(items[i].Fd, (found & Libc.POLLNVAL) != 0 ? IoEvents.Error : PollBits.ToEvents(found)); // Note b.
            }
        }
        return true;
    }

    public void Recreate()
    {
        _count = 1;
        _places.AsSpan().Clear();
        _wake = _wake.Renew();
        _items[0].Fd = _wake.Fd;
    }

    public void Wake() => _wake.Write();

    public void Dispose() => _wake.Dispose();

    private int Add(int fd)
    {
        if (_count == _items.Length)
        {
            Libc.PollFd[] items = GC.AllocateArray<Libc.PollFd>(_count * 2, pinned: true);
            _items.CopyTo(items, 0);
            _items = items;
        }
        _items[_count].Fd = fd;
        return _count++;
    }
}
