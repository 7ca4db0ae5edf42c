using System.Runtime.CompilerServices;

namespace Shim.Green;

/// <summary>What did not have to wait counts, so that it does not keep the others from their turns for ever.</summary>
public sealed unsafe partial class GreenThread
{
    // A green thread whose peer is always faster would never park (gevent's oldest complaint): after so many operations that did not
    // have to wait, others get a turn and the loop a look. 64 operations of a few microseconds are well under a millisecond. Those of
    // less than one, as reading from the page cache, count for a quarter, those that move many bytes for more.
    private const int EagerBudget = 64 * EagerCost;
    private const int EagerCost = 4;

    private int _eagerLeft = EagerBudget;

    /// <summary>To be called after an operation that did not have to wait: a chatty peer, or a loop that asks again and again, must not starve the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountEager()
    {
        if ((_eagerLeft -= EagerCost) <= 0)
        {
            Hub.YieldToLoop(this);
        }
    }

    /// <summary>The same, for one that moved so many bytes through a socket, which the kernel copies and hands to whoever receives them (4 KiB are a microsecond or two).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountEager(int bytes)
    {
        if ((_eagerLeft -= EagerCost + (bytes >> 12)) <= 0)
        {
            Hub.YieldToLoop(this);
        }
    }

    /// <summary>The same, for an operation that takes no longer than a system call and the copying of some bytes (8 KiB are a microsecond).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountQuickIo(long bytes)
    {
        if ((_eagerLeft -= 1 + (int)(bytes >> 13)) <= 0)
        {
            Hub.YieldToLoop(this);
        }
    }

    internal void ResetEager() => _eagerLeft = EagerBudget;
}
