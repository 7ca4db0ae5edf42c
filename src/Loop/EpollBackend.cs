using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// epoll, with libev's way of living with it (libev: <c>ev_epoll.c</c>). What is odd about epoll:
/// <list type="bullet">
/// <item>a) Closing a descriptor removes it from the set, but only if no duplicate is open anywhere, for example in a child that has
/// just been forked.
/// Else it goes on reporting, under the old number, and cannot even be removed. So a registration carries a generation besides the
/// number; an event
/// of another generation means that there is such a ghost, and the only way to be rid of it is a new set.</item>
/// <item>b) Nobody tells us when a descriptor is closed and its number is used again, so what we believe to be registered may not be.
/// ENOENT and EEXIST are therefore answers, not errors.</item>
/// <item>c) Removing costs a system call and is mostly in vain, as the descriptor is about to be closed, or to be watched again. So it
/// is put off
/// until an event comes that nobody wants; and, beyond libev, while the loop is too busy to wait, until a few have come.</item>
/// <item>d) Errors and hang-ups are reported whether wanted or not, and for neither direction: whoever waits for either has to hear of
/// them.</item>
/// <item>e) Regular files, which are always ready as far as poll and select are concerned, are refused with EPERM. They get a list of
/// their own.</item>
/// <item>f) Every write to an edge-triggered eventfd is reported once, even when the eventfd is never read. That saves the read.</item>
/// </list>
/// </summary>
internal sealed class EpollBackend : IPollBackend
{
    /// <summary>
    /// How many events one poll takes at most. libev begins with as many and doubles it whenever a poll fills it. Here the rest waits for the next
    /// poll: the kernel looks at each socket to report it, and what it looked at is in the processor's caches still when that socket is read, if
    /// there were not hundreds more in between. With a thousand busy sockets a request costs a tenth less than with all of them in one poll.
    /// Nobody starves, since the kernel puts what it has reported behind what it has not.
    /// </summary>
    internal const int EventsPerPoll = 64;

    /// <summary>
    /// How many unwanted events of a descriptor a poll that does not wait passes over before it removes the registration. A busy hub
    /// polls while some
    /// of the green threads that it has woken have not run; they will want their descriptors again. To remove and to add again was
    /// measured at 3 us, to
    /// pass over an event at 150 ns: so it is tolerated until it has cost as much. With a thousand sockets, half of which are served
    /// between
    /// two polls, an event costs 0.35 us that way, and 3.4 us if they are removed at once.
    /// </summary>
    private const int Tolerance = 20;

    /// <summary>Stands for the eventfd; its lower half is no descriptor.</summary>
    private const ulong WakeTag = ulong.MaxValue;

    private readonly EpollSet _set;
    private readonly WakeDescriptor _wake;
    private Registration[] _registrations = new Registration[64];
    private int[] _alwaysReady = [];
    private int _alwaysReadyCount;

    /// <param name="allowNanoseconds">False to wait in milliseconds, as old kernels have to.</param>
    public EpollBackend(bool allowNanoseconds = true)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The event loop needs epoll, which only Linux has.");
        }
        _wake = new WakeDescriptor();
        try
        {
            _set = new EpollSet(EventsPerPoll, allowNanoseconds);
            AddWakeFd();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public LoopBackends Kind => LoopBackends.Epoll;

    /// <summary>The epoll descriptor.</summary>
    public int Descriptor => _set.Fd;

    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents, bool mayBeNewFile)
    {
        if (fd >= _registrations.Length)
        {
            Array.Resize(ref _registrations, Math.Max(fd + 1, (int)Math.Min(2L * _registrations.Length, Array.MaxLength)));
        }
        ref Registration registration = ref _registrations[fd];
        registration.Wanted = newEvents;
        if (newEvents == IoEvents.None)
        {
            // Note c. But who asks next need not know that it may be a new file, so that is remembered.
            registration.Known = mayBeNewFile ? IoEvents.None : registration.Known;
            return 0;
        }
        registration.Unwanted = 0;
        IoEvents known = registration.Known;
        if (known == newEvents && !mayBeNewFile)
        {
            return 0; // Note c paid off.
        }
        int error = Register(fd, oldEvents, known, newEvents, ref registration.Generation);
        registration.Known = error == 0 ? newEvents : IoEvents.None;
        if (error == -Libc.EPERM)
        {
            AddAlwaysReady(fd);
            return 0;
        }
        if (error != 0)
        {
            registration.Wanted = IoEvents.None;
        }
        return error;
    }

    public bool Poll(long timeoutNs, IPollSink sink)
    {
        int count = _set.Wait(_alwaysReadyCount != 0 ? 0 : timeoutNs);
        if (count < 0 && count != -Libc.EINTR)
        {
            throw new IOException($"epoll_wait failed with errno {-count}: was the loop's descriptor closed by others?");
        }
        bool isIntact = true;
        for (int i = 0; i < count; i++)
        {
            uint events = _set.Read(i, out ulong tag);
            if (tag != WakeTag)
            {
                isIntact &= Report((int)tag, (uint)(tag >> 32), events, sink, mayWait: timeoutNs != 0);
            }
        }
        if (_alwaysReadyCount != 0)
        {
            ReportAlwaysReady(sink);
        }
        return isIntact;
    }

    /// <summary>Note e.</summary>
    public bool HasHiddenEvents => _alwaysReadyCount != 0;

    public void Recreate()
    {
        _set.Reset();
        AddWakeFd();
        foreach (ref Registration registration in _registrations.AsSpan())
        {
            // The generation stays, as the next one has to differ from it.
            registration.Known = IoEvents.None;
            registration.Wanted = IoEvents.None;
            registration.IsAlwaysReady = false;
        }
        _alwaysReadyCount = 0;
    }

    public void Wake() => _wake.Write();

    public void Dispose()
    {
        _set?.Dispose();
        _wake.Dispose();
    }

    private int Register(int fd, IoEvents oldEvents, IoEvents known, IoEvents newEvents, ref uint generation)
    {
        ulong tag = Tag(fd, generation + 1);
        uint raw = Raw(newEvents);
        bool isChange = oldEvents != IoEvents.None && known != newEvents;
        int error = _set.Control(isChange ? Libc.EPOLL_CTL_MOD : Libc.EPOLL_CTL_ADD, fd, raw, tag);
        if (error == -Libc.ENOENT)
        {
            // Note b: another file by now, so the old one is gone.
            error = _set.Control(Libc.EPOLL_CTL_ADD, fd, raw, tag);
        }
        else if (error == -Libc.EEXIST)
        {
            // Note c: still registered. Not necessarily for what we know: that may be of another file, which had the number in between.
            error = _set.Control(Libc.EPOLL_CTL_MOD, fd, raw, tag);
        }
        if (error == 0)
        {
            generation++;
        }
        return error;
    }

    /// <returns>False if the event was a ghost's.</returns>
    private bool Report(int fd, uint generation, uint raw, IPollSink sink, bool mayWait)
    {
        ref Registration registration = ref _registrations[fd];
        if (registration.Generation != generation)
        {
            return false; // Note a.
        }
        IoEvents wanted = registration.Wanted;
        IoEvents found = ((raw & Libc.EPOLLIN) != 0 ? IoEvents.Read : 0) | ((raw & Libc.EPOLLOUT) != 0 ? IoEvents.Write : 0);
        if (wanted == IoEvents.None && !mayWait && registration.Unwanted < Tolerance)
        {
            registration.Unwanted++;
            return true;
        }
        if (wanted == IoEvents.None || (found & ~wanted) != 0)
        {
            // Note c: what was put off. If it fails, the descriptor is closed but the file is not (note a).
            registration.Known = wanted;
            int op = wanted == IoEvents.None ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
            if (_set.Control(op, fd, Raw(wanted), Tag(fd, generation)) != 0)
            {
                return false;
            }
        }
        bool isEnd = (raw & (Libc.EPOLLERR | Libc.EPOLLHUP)) != 0;
        sink.Ready(fd, isEnd ? IoEvents.Read | IoEvents.Write : found | IoWatcher.Sound); // Note d.
        return true;
    }

    private void AddAlwaysReady(int fd)
    {
        ref Registration registration = ref _registrations[fd];
        if (registration.IsAlwaysReady)
        {
            return;
        }
        registration.IsAlwaysReady = true;
        if (_alwaysReadyCount == _alwaysReady.Length)
        {
            Array.Resize(ref _alwaysReady, Math.Max(4, _alwaysReadyCount * 2));
        }
        _alwaysReady[_alwaysReadyCount++] = fd;
    }

    private void ReportAlwaysReady(IPollSink sink)
    {
        for (int i = _alwaysReadyCount - 1; i >= 0; i--)
        {
            int fd = _alwaysReady[i];
            ref Registration registration = ref _registrations[fd];
            if (registration.Wanted != IoEvents.None && registration.Known == IoEvents.None)
            {
                sink.Ready(fd, registration.Wanted);
                continue;
            }
            // Nobody waits for it any more, or its number has become a file that epoll takes.
            registration.IsAlwaysReady = false;
            _alwaysReady[i] = _alwaysReady[--_alwaysReadyCount];
        }
    }

    private void AddWakeFd()
    {
        int error = _set.Control(Libc.EPOLL_CTL_ADD, _wake.Fd, Libc.EPOLLIN | Libc.EPOLLET, WakeTag); // Note f.
        if (error != 0)
        {
            throw new IOException($"epoll_ctl failed with errno {-error}.");
        }
    }

    private static uint Raw(IoEvents events) =>
        ((events & IoEvents.Read) != 0 ? Libc.EPOLLIN : 0) | ((events & IoEvents.Write) != 0 ? Libc.EPOLLOUT : 0);

    private static ulong Tag(int fd, uint generation) => (uint)fd | (ulong)generation << 32;

    private struct Registration
    {
        /// <summary>What the loop wants to hear of.</summary>
        public IoEvents Wanted;

        /// <summary>What we believe the kernel to report. It may have dropped it long ago (note b).</summary>
        public IoEvents Known;

        public uint Generation;

        /// <summary>How many events came since nobody wants any.</summary>
        public byte Unwanted;
        public bool IsAlwaysReady;
    }
}
