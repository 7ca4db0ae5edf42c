using Shim.Loop;

namespace Green.Load;

/// <summary>
/// Receives and sends, a list of them at a time: by one system call where there is io_uring, else one after another. None waits. A load that is dearer than
/// the server measures itself.
/// </summary>
internal sealed unsafe class Calls : IDisposable
{
    /// <summary>The longest list. Longer ones are no cheaper, and have the server wait for the load and the load for the server.</summary>
    internal const int Capacity = 32;

    private readonly IoUringRing? _ring;
    private readonly int[] _results = new int[Capacity];
    private int _count;

    /// <summary>Whether the kernel refused some: then results are missing.</summary>
    internal bool HasFailed { get; private set; }

    internal Calls()
    {
        try
        {
            _ring = new IoUringRing(Capacity, Capacity * 2);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or IOException)
        {
            _ring = null;
        }
    }

    public void Dispose() => _ring?.Dispose();

    internal void Add(bool isSend, int fd, byte* buffer, int length)
    {
        if (_ring is not null)
        {
            _ring.AddTransfer(isSend, fd, buffer, (uint)length, (ulong)_count);
        }
        else
        {
            _results[_count] = (int)(isSend ? Interop.Libc.Send(fd, buffer, (nuint)length) : Interop.Libc.Recv(fd, buffer, (nuint)length));
        }
        _count++;
    }

    /// <summary>Makes what is listed. The results, counts and negative errnos, in the order of the calls; valid until the next call here.</summary>
    internal ReadOnlySpan<int> Run()
    {
        int count = _count;
        _count = 0;
        HasFailed |= _ring is not null && !_ring.Transfer(count, _results);
        return _results.AsSpan(0, count);
    }
}
