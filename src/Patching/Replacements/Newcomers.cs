namespace Shim.Patching.Replacements;

/// <summary>
/// Who is about to become green, and is not yet among those that the hub counts: threads that are being started, and members of the pool's crew that are being asked for. Closed as
/// long as the replacements are, or may yet become, the runtime's own methods again.
/// </summary>
internal static class Newcomers
{
    // Read after one has been counted, set before they are counted: one of the two sees the other.
    private static volatile bool s_isClosed = true;
    private static int s_onTheirWay;

    /// <summary>Whether there are such. To be asked before the hub is: who is on the way leaves this count when it is in the other.</summary>
    internal static bool AreOnTheirWay => Volatile.Read(ref s_onTheirWay) != 0;

    internal static bool AreClosed => s_isClosed;

    /// <summary>Counts one more. False: it stays what it is on stock .NET, and is not counted.</summary>
    internal static bool TryBegin()
    {
        Interlocked.Increment(ref s_onTheirWay);
        if (!s_isClosed)
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>It has arrived, or does not come.</summary>
    internal static void End() => Interlocked.Decrement(ref s_onTheirWay);

    /// <summary>From here on nobody becomes green who was not on the way.</summary>
    internal static void Close()
    {
        s_isClosed = true;
        Interlocked.MemoryBarrier();
    }

    /// <summary>To be called when the replacements are applied, for good.</summary>
    internal static void Open() => s_isClosed = false;
}
