using System.Runtime.CompilerServices;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>
/// From what is waited on to those who wait. Striped, so that unrelated waits rarely meet; a queue is reused, so that waiting allocates
/// nothing once the program has warmed up.
/// </summary>
internal sealed class WaitTable<TQueue>
    where TQueue : WaitQueue, new()
{
    // With 10,000 things waited on at once, about ten queues share a stripe. 24 KiB, touched as used.
    private const int StripeBits = 10;

    private readonly WaitStripe<TQueue>[] _stripes = new WaitStripe<TQueue>[1 << StripeBits];
    private int _waiters;

    /// <summary>
    /// How many waiters are registered. A waker that reads zero after it has changed what they wait for need not look further: a
    /// waiter counts itself before it looks a last time.
    /// </summary>
    internal int Waiters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _waiters);
    }

    /// <summary>The stripe of a key.</summary>
    internal ref WaitStripe<TQueue> Stripe(in WaitKey key) =>
        ref _stripes[(uint)key.Hash * 2654435769u >> (32 - StripeBits)];

    /// <summary>All of them, for who has to come by everywhere.</summary>
    internal Span<WaitStripe<TQueue>> Stripes => _stripes;

    internal void Count(int change) => Interlocked.Add(ref _waiters, change);
}
