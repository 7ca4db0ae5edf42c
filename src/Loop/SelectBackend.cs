using System.Numerics;
using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// Readiness by select(2): a bit for each descriptor, in sets that the kernel overwrites (libev: ev_select.c). What is odd about it:
/// <list type="bullet">
/// <item>a) An fd_set of the C library ends at descriptor 1023. The kernel does not mind larger ones, so these grow, as libev's do; it is
/// the macros of C that would write past the end.</item>
/// <item>b) One closed descriptor fails the whole call with EBADF and does not say which it is. So all are asked.</item>
/// <item>c) Descriptors past the end of the process's table are ignored, not refused, and would be waited for in vain. So one
/// that may be new is asked before it is let in.</item>
/// <item>d) A hang-up is readable and an error is both, but neither is told apart from the data; a hang-up alone is not told to those who wait
/// to write.</item>
/// <item>e) The eventfd of wake-ups stays readable until it is read.</item>
/// </list>
/// </summary>
internal sealed unsafe class SelectBackend : IPollBackend
{
    private static readonly int s_bits = nuint.Size * 8;

    private WakeDescriptor _wake = new();

    // On the pinned heap, as the kernel writes to the two that it is given while the GC may run.
    private nuint[] _reads = [];
    private nuint[] _writes = [];
    private nuint[] _foundReads = [];
    private nuint[] _foundWrites = [];

    /// <summary>How many words are in use. The kernel looks at every bit of them.</summary>
    private int _words;

    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public SelectBackend() => Begin();

    public LoopBackends Kind => LoopBackends.Select;

    /// <summary>There is none.</summary>
    public int Descriptor => -1;

    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents, bool mayBeNewFile)
    {
        if (newEvents != IoEvents.None && mayBeNewFile && Libc.GetFdFlags(fd) is < 0 and int error)
        {
            newEvents = IoEvents.None; // Note c.
        }
        else
        {
            error = 0;
        }
        int word = fd / s_bits;
        if (word >= _words)
        {
            if (newEvents == IoEvents.None)
            {
                return error;
            }
            Use(word + 1);
        }
        nuint bit = (nuint)1 << (fd % s_bits);
        _reads[word] = (newEvents & IoEvents.Read) != 0 ? _reads[word] | bit : _reads[word] & ~bit;
        _writes[word] = (newEvents & IoEvents.Write) != 0 ? _writes[word] | bit : _writes[word] & ~bit;
        return error;
    }

    public bool Poll(long timeoutNs, IPollSink sink)
    {
        TrimWords();
        int words = _words;
        Array.Copy(_reads, _foundReads, words);
        Array.Copy(_writes, _foundWrites, words);
        var timeout = new Libc.Timespec(timeoutNs / 1_000_000_000, timeoutNs % 1_000_000_000);
        int left;
        fixed (nuint* reads = _foundReads, writes = _foundWrites)
        {
            left = Libc.PSelect(words * s_bits, reads, writes, &timeout);
        }
        if (left == -Libc.EBADF)
        {
            ReportClosed(sink);
            return true;
        }
        if (left < 0)
        {
            return left == -Libc.EINTR ? true : throw new IOException($"select failed with errno {-left}.");
        }
        for (int word = 0; left > 0 && word < words; word++)
        {
            left -= BitOperations.PopCount(_foundReads[word]) + BitOperations.PopCount(_foundWrites[word]);
            Report(word, sink);
        }
        return true;
    }

    public void Recreate()
    {
        _wake = _wake.Renew();
        Begin();
    }

    public void Wake() => _wake.Write();

    public void Dispose() => _wake.Dispose();

    private void Begin()
    {
        _reads.AsSpan().Clear();
        _writes.AsSpan().Clear();
        _words = 0;
        Use(_wake.Fd / s_bits + 1);
        _reads[_wake.Fd / s_bits] |= (nuint)1 << (_wake.Fd % s_bits);
    }

    private void Report(int word, IPollSink sink)
    {
        nuint reads = _foundReads[word];
        nuint writes = _foundWrites[word];
        for (nuint any = reads | writes; any != 0; any &= any - 1)
        {
            int index = BitOperations.TrailingZeroCount(any);
            int fd = word * s_bits + index;
            if (fd == _wake.Fd)
            {
                _wake.Drain(); // Note e.
                continue;
            }
            IoEvents read = (reads >> index & 1) != 0 ? IoEvents.Read : IoEvents.None;
            sink.Ready(fd, read | ((writes >> index & 1) != 0 ? IoEvents.Write : IoEvents.None));
        }
    }

    /// <summary>Note b.</summary>
    private void ReportClosed(IPollSink sink)
    {
        for (int word = 0; word < _words; word++)
        {
            for (nuint any = _reads[word] | _writes[word]; any != 0; any &= any - 1)
            {
                int fd = word * s_bits + BitOperations.TrailingZeroCount(any);
                if (Libc.GetFdFlags(fd) < 0)
                {
                    sink.Ready(fd, IoEvents.Error);
                }
            }
        }
    }

    private void Use(int words)
    {
        if (words > _reads.Length)
        {
            int length = Math.Max(words, Math.Max(16, _reads.Length * 2));
            _reads = Grow(_reads, length);
            _writes = Grow(_writes, length);
            _foundReads = Grow(_foundReads, length);
            _foundWrites = Grow(_foundWrites, length);
        }
        _words = words;
    }

    /// <summary>The highest descriptor may be gone. The eventfd's word always stays.</summary>
    private void TrimWords()
    {
        while (_reads[_words - 1] == 0 && _writes[_words - 1] == 0)
        {
            _words--;
        }
    }

    private static nuint[] Grow(nuint[] old, int length)
    {
        nuint[] grown = GC.AllocateArray<nuint>(length, pinned: true);
        old.CopyTo(grown, 0);
        return grown;
    }
}
