using System.Numerics;
using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>
/// Starts an OS thread on the processor of its creator. A thread start is a conversation of half a dozen messages between the two, and each of
/// them costs much more when it has to wake another, sleeping processor; a thread that is about to lend its stack has nothing to win there.
/// </summary>
/// <remarks>
/// By the creator's affinity, which a new thread inherits. The runtime gives every new thread the affinity of the process's first thread at its
/// begin (pal/src/thread/thread.cpp, CPalThread::ThreadEntry), so the new thread is free again before it runs managed code; for the same reason
/// this must never be done on the first thread itself.
/// </remarks>
internal unsafe struct StartNearby
{
    // Up to 1,024 processors, as in glibc's cpu_set_t; with more the kernel refuses and all stays as it is.
    private const int Words = 16;

    private fixed ulong _before[Words];
    private bool _isNarrow;

    /// <summary>Whether what is started now has one processor only.</summary>
    internal readonly bool IsNarrow => _isNarrow;

    /// <summary>To be called before the start; <see cref="End"/> after it. Does nothing where the calling thread is not on a carrier.</summary>
    internal void Begin()
    {
        if (GreenThread.Current is not { Hub.LendsStacks: true })
        {
            return;
        }

        fixed (ulong* before = _before)
        {
            if (Libc.SchedGetAffinity(0, Words * sizeof(ulong), before) != 0 || Count(before) < 2)
            {
                return;
            }
        }

        int here = Libc.SchedGetCpu();
        if ((uint)here < Words * 64)
        {
            ulong* only = stackalloc ulong[Words];
            new Span<ulong>(only, Words).Clear();
            only[here / 64] = 1UL << (here % 64);
            _isNarrow = Libc.SchedSetAffinity(0, Words * sizeof(ulong), only) == 0;
        }
    }

    /// <summary>To be called by a thread that the runtime did not start: does what the runtime does for those that it starts.</summary>
    internal static void Widen()
    {
        ulong* all = stackalloc ulong[Words];
        new Span<ulong>(all, Words).Clear();
        if (Libc.SchedGetAffinity(Environment.ProcessId, Words * sizeof(ulong), all) == 0)
        {
            Libc.SchedSetAffinity(0, Words * sizeof(ulong), all);
        }
    }

    /// <summary>Gives the carrier its processors back.</summary>
    internal void End()
    {
        if (_isNarrow)
        {
            fixed (ulong* before = _before)
            {
                Libc.SchedSetAffinity(0, Words * sizeof(ulong), before);
            }
        }
    }

    private static int Count(ulong* mask)
    {
        int count = 0;
        for (int i = 0; i < Words; i++)
        {
            count += BitOperations.PopCount(mask[i]);
        }

        return count;
    }
}
