using Shim.Loop;
using RingLibc = Shim.Loop.Interop.Libc;

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
        for (int done = _ring is null ? count : 0; done < count;)
        {
            int error = _ring!.Submit(0);
            while (_ring.TryTake(out RingLibc.IoUringCompletion completion))
            {
                _results[(int)completion.Tag] = completion.Result;
                done++;
            }
            if (error < 0 && done < count)
            {
                // What the kernel did not take comes last, and ends the run.
                int refused = _ring.TakeBack();
                _results.AsSpan(count - refused, refused).Fill(error);
                done += refused;
            }
        }
        return _results.AsSpan(0, count);
    }
}
