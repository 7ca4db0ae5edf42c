using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// An epoll descriptor and the buffer that it reports into: the calls, without any policy. What is odd about them:
/// <list type="bullet">
/// <item>a) struct epoll_event is packed on x86-64 and nowhere else.</item>
/// <item>b) epoll_wait counts in milliseconds. epoll_pwait2 counts in nanoseconds, but not before Linux 5.11 and glibc 2.35.</item>
/// <item>c) The call that waits must be an ordinary P/Invoke, during which the GC may run; it lasts a minute if nothing happens. So must epoll_ctl,
/// which may wait for the server of a file.</item>
/// </list>
/// </summary>
internal sealed unsafe class EpollSet : IDisposable
{
    // Note a.
    private static readonly int s_itemSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int s_tagOffset = s_itemSize - sizeof(ulong);

    private readonly int _capacity;
    private readonly bool _hasNanoseconds;
    private DescriptorHandle _handle;
    private byte* _items;

    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public EpollSet(int capacity, bool allowNanoseconds)
    {
        _handle = Create();
        _items = (byte*)NativeMemory.Alloc((nuint)capacity, (nuint)s_itemSize);
        _capacity = capacity;
        _hasNanoseconds = allowNanoseconds && ProbeNanoseconds();
    }

    ~EpollSet() => NativeMemory.Free(_items);

    public int Fd { get; private set; }

    /// <summary>One of the registrations that the last wait reported, and what it is ready for.</summary>
    public uint Read(int index, out ulong tag)
    {
        byte* item = _items + (nint)index * s_itemSize;
        tag = Unsafe.ReadUnaligned<ulong>(item + s_tagOffset);
        return Unsafe.ReadUnaligned<uint>(item);
    }

    /// <summary>Adds, changes or removes a registration. 0, or a negative errno.</summary>
    public int Control(int op, int fd, uint events, ulong tag)
    {
        byte* item = stackalloc byte[16];
        Unsafe.WriteUnaligned(item, events);
        Unsafe.WriteUnaligned(item + s_tagOffset, tag);
        return Libc.EpollCtl(Fd, op, fd, item);
    }

    /// <summary>Waits for at most <paramref name="timeoutNs"/> nanoseconds. The number of events, or a negative errno.</summary>
    public int Wait(long timeoutNs)
    {
        if (_hasNanoseconds)
        {
            var timeout = new Libc.Timespec(timeoutNs / 1_000_000_000, timeoutNs % 1_000_000_000);
            return Libc.EpollPWait2(Fd, _items, _capacity, &timeout);
        }
        // Up, or the loop would spin through the last millisecond before a timer is due.
        return Libc.EpollWait(Fd, _items, _capacity, (int)((timeoutNs + 999_999) / 1_000_000));
    }

    /// <summary>Starts again with no registrations.</summary>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public void Reset()
    {
        // In this order, so that it works on the last descriptor that the process may have.
        _handle.Dispose();
        Fd = -1;
        _handle = Create();
    }

    public void Dispose()
    {
        _handle.Dispose();
        NativeMemory.Free(_items);
        _items = null;
        Fd = -1;
        GC.SuppressFinalize(this);
    }

    private DescriptorHandle Create()
    {
        Fd = Libc.EpollCreate1(Libc.EPOLL_CLOEXEC);
        return DescriptorHandle.Own(Fd, "epoll_create1");
    }

    /// <summary>Note b.</summary>
    private bool ProbeNanoseconds()
    {
        try
        {
            Libc.Timespec zero = default;
            return Libc.EpollPWait2(Fd, _items, _capacity, &zero) >= 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }
}
