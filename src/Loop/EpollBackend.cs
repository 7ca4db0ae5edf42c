using System.Runtime.CompilerServices;
using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// epoll, with libev's way of living with it (libev: <c>ev_epoll.c</c>). What is odd about epoll:
/// <list type="number">
/// <item>a) Closing a descriptor removes it from the set, but only if no duplicate is open anywhere, else it goes on reporting, under the old number,
/// and cannot even be removed. So each registration carries a generation besides the number; an event of another generation means that there is such a
/// ghost, and the only way to be rid of it is a new set.</item>
/// <item>b) Nobody tells when a descriptor is closed and its number reused, so what we believe to be registered may not be. ENOENT and EEXIST are
/// therefore answers, not errors.</item>
/// <item>c) Removing costs a system call and is mostly in vain, as the descriptor is about to be closed or watched again. So it is not done until an event
/// comes that nobody wants.</item>
/// <item>d) Errors and hang-ups are reported whether wanted or not, and for neither direction; whoever waits for either has to hear of them.</item>
/// <item>e) Regular files, which are always ready for poll and select, are refused with EPERM. They get a list of their own.</item>
/// <item>f) Interest is a set of events for a descriptor and file together, not for a watcher: the loop adds the watchers up.</item>
/// <item>g) struct epoll_event is packed on x86-64 and nowhere else.</item>
/// <item>h) epoll_wait counts in milliseconds. epoll_pwait2 counts in nanoseconds, but not before Linux 5.11 and glibc 2.35.</item>
/// <item>i) Each write to an edge-triggered eventfd is reported once, even if the eventfd is never read. That saves the read.</item>
/// </list>
/// </summary>
internal sealed unsafe class EpollBackend : IPollBackend
{
    /// <summary>More than a busy iteration's worth; doubled when one fills it. Small in Debug, so that tests fill it.</summary>
#if DEBUG
    private const int InitialEventCapacity = 2;
#else
    private const int InitialEventCapacity = 64;
#endif

    /// <summary>Stands for the eventfd. The number is no descriptor's.</summary>
    private const ulong WakeTag = ulong.MaxValue;

    // Note g.
    private static readonly int s_eventSize = OperatingSystem.IsLinux() && RuntimeIsX64 ? 12 : 16;
    private static readonly int s_dataOffset = s_eventSize - sizeof(ulong);

    private readonly DescriptorHandle _wakeFd;
    private DescriptorHandle _epoll;
    private int _epollFd;
    private Registration[] _registrations = new Registration[64];
    private int[] _alwaysReady = [];
    private int _alwaysReadyCount;
    private byte[] _events;
    private int _eventCapacity;
    private bool _hasNanoseconds;

    public EpollBackend(bool allowNanoseconds = true)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The event loop needs epoll, which only Linux has.");
        }
        _events = AllocateEvents(InitialEventCapacity);
        _wakeFd = Open(Libc.EventFd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "eventfd");
        _epoll = CreateSet();
        _epollFd = _epoll.Fd;
        _hasNanoseconds = allowNanoseconds && ProbeNanoseconds();
    }

    private static bool RuntimeIsX64 =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;

    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents)
    {
        if (fd >= _registrations.Length)
        {
            Array.Resize(ref _registrations, Math.Max(fd + 1, (int)Math.Min(2L * _registrations.Length, Array.MaxLength)));
        }
        ref Registration registration = ref _registrations[fd];
        registration.Wanted = newEvents;
        if (newEvents == IoEvents.None)
        {
            return 0; // Note c.
        }

        IoEvents known = registration.Known;
        registration.Known = newEvents;
        uint generation = registration.Generation + 1;
        int op = oldEvents != IoEvents.None && known != newEvents ? Libc.EPOLL_CTL_MOD : Libc.EPOLL_CTL_ADD;
        int error = Control(op, fd, newEvents, generation);
        if (error == -Libc.ENOENT)
        {
            error = Control(Libc.EPOLL_CTL_ADD, fd, newEvents, generation);
        }
        else if (error == -Libc.EEXIST)
        {
            // It is still the same file. If it is for the same events, too, nothing has to change.
            if (known == newEvents)
            {
                return 0;
            }
            error = Control(Libc.EPOLL_CTL_MOD, fd, newEvents, generation);
        }

        if (error == 0)
        {
            registration.Generation = generation;
            return 0;
        }
        registration.Known = IoEvents.None;
        if (error == -Libc.EPERM)
        {
            AddAlwaysReady(fd);
            return 0;
        }
        registration.Wanted = IoEvents.None;
        return error;
    }

    public bool Poll(long timeoutNs, IPollSink sink)
    {
        int count = Wait(_alwaysReadyCount != 0 ? 0 : timeoutNs);
        if (count < 0)
        {
            return count == -Libc.EINTR ? true : throw Failure("epoll_wait", count);
        }
        bool isIntact = true;
        byte* item = (byte*)Unsafe.AsPointer(ref _events[0]); // The array is pinned.
        for (int i = 0; i < count; i++, item += s_eventSize)
        {
            uint raw = Unsafe.ReadUnaligned<uint>(item);
            ulong tag = Unsafe.ReadUnaligned<ulong>(item + s_dataOffset);
            if (tag != WakeTag)
            {
                isIntact &= Report((int)tag, (uint)(tag >> 32), raw, sink);
            }
        }
        if (count == _eventCapacity)
        {
            _events = AllocateEvents(_eventCapacity * 2);
        }
        if (_alwaysReadyCount != 0)
        {
            ReportAlwaysReady(sink);
        }
        return isIntact;
    }

    public void Recreate()
    {
        DescriptorHandle old = _epoll;
        _epoll = CreateSet();
        _epollFd = _epoll.Fd;
        old.Dispose();
        for (int i = 0; i < _registrations.Length; i++)
        {
            // The generation stays, as it has to differ from whatever was registered before.
            _registrations[i].Known = IoEvents.None;
            _registrations[i].Wanted = IoEvents.None;
            _registrations[i].IsAlwaysReady = false;
        }
        _alwaysReadyCount = 0;
    }

    public void Wake()
    {
        // The handle is counted: were its number reused between the sender's decision and its write, we would write into someone's socket.
        bool isHeld = false;
        try
        {
            _wakeFd.DangerousAddRef(ref isHeld);
            Libc.WriteOne(_wakeFd.Fd);
        }
        catch (ObjectDisposedException)
        {
            // There is no loop to wake any more.
        }
        finally
        {
            if (isHeld)
            {
                _wakeFd.DangerousRelease();
            }
        }
    }

    public void Dispose()
    {
        _epoll.Dispose();
        _wakeFd.Dispose();
    }

    private bool Report(int fd, uint generation, uint raw, IPollSink sink)
    {
        ref Registration registration = ref _registrations[fd];
        if (registration.Generation != generation)
        {
            return false; // Note a.
        }
        const uint AnyEnd = Libc.EPOLLERR | Libc.EPOLLHUP;
        IoEvents wanted = registration.Wanted;
        IoEvents asked = ((raw & Libc.EPOLLIN) != 0 ? IoEvents.Read : 0) | ((raw & Libc.EPOLLOUT) != 0 ? IoEvents.Write : 0);
        if (wanted == IoEvents.None || (asked & ~wanted) != 0)
        {
            // Note c: the removal that was put off. If it fails, the event was a ghost's.
            registration.Known = wanted;
            int op = wanted == IoEvents.None ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
            if (Control(op, fd, wanted, generation) != 0)
            {
                return false;
            }
        }
        sink.Ready(fd, (raw & AnyEnd) != 0 ? IoEvents.Read | IoEvents.Write : asked); // Note d.
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
            // Known: the number has become a file that epoll accepts.
            if (registration.Wanted == IoEvents.None || registration.Known != IoEvents.None)
            {
                registration.IsAlwaysReady = false;
                _alwaysReady[i] = _alwaysReady[--_alwaysReadyCount];
                continue;
            }
            sink.Ready(fd, registration.Wanted);
        }
    }

    private int Wait(long timeoutNs)
    {
        void* events = Unsafe.AsPointer(ref _events[0]);
        if (_hasNanoseconds)
        {
            var timeout = new Libc.Timespec(timeoutNs / 1_000_000_000, timeoutNs % 1_000_000_000);
            return Libc.EpollPWait2(_epollFd, events, _eventCapacity, &timeout);
        }
        // Up, or a timer that is almost due makes the loop spin.
        return Libc.EpollWait(_epollFd, events, _eventCapacity, (int)((timeoutNs + 999_999) / 1_000_000));
    }

    private int Control(int op, int fd, IoEvents events, uint generation)
    {
        uint raw = ((events & IoEvents.Read) != 0 ? Libc.EPOLLIN : 0) | ((events & IoEvents.Write) != 0 ? Libc.EPOLLOUT : 0);
        return Control(_epollFd, op, fd, raw, (uint)fd | (ulong)generation << 32);
    }

    private static int Control(int epollFd, int op, int fd, uint raw, ulong tag)
    {
        byte* item = stackalloc byte[16];
        Unsafe.WriteUnaligned(item, raw);
        Unsafe.WriteUnaligned(item + s_dataOffset, tag);
        return Libc.EpollCtl(epollFd, op, fd, item);
    }

    private DescriptorHandle CreateSet()
    {
        DescriptorHandle set = Open(Libc.EpollCreate1(Libc.EPOLL_CLOEXEC), "epoll_create1");
        int error = Control(set.Fd, Libc.EPOLL_CTL_ADD, _wakeFd.Fd, Libc.EPOLLIN | Libc.EPOLLET, WakeTag); // Note i.
        return error == 0 ? set : throw Failure("epoll_ctl", error);
    }

    private bool ProbeNanoseconds()
    {
        try
        {
            Libc.Timespec zero = default;
            return Libc.EpollPWait2(_epollFd, Unsafe.AsPointer(ref _events[0]), _eventCapacity, &zero) >= 0; // Note h.
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    private byte[] AllocateEvents(int capacity)
    {
        _eventCapacity = capacity;
        return GC.AllocateUninitializedArray<byte>(capacity * s_eventSize, pinned: true);
    }

    private static DescriptorHandle Open(int fd, string call) => fd >= 0 ? new DescriptorHandle(fd) : throw Failure(call, fd);

    private static IOException Failure(string call, int error) => new($"{call} failed with errno {-error}.");

    private struct Registration
    {
        /// <summary>What the loop wants to hear of.</summary>
        public IoEvents Wanted;

        /// <summary>What we believe the kernel to report; it may long have dropped it (note b).</summary>
        public IoEvents Known;

        public uint Generation;
        public bool IsAlwaysReady;
    }
}
