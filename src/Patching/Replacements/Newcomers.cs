namespace Shim.Patching.Replacements;

/// <summary>
/// Who is about to become green, and is not yet among those that the hub counts: threads that are being started, and members of the pool's crew that are being asked for. Closed as
/// long as the replacements are, or may yet become, the runtime's own methods again.
/// </summary>
internal static class Newcomers
{
    /// <summary>While it is closed nobody becomes green who was not on the way.</summary>
    internal static Shutter Shutter;

    private static int s_onTheirWay;

    /// <summary>Whether there are such. To be asked before the hub is: who is on the way leaves this count when it is in the other.</summary>
    internal static bool AreOnTheirWay => Volatile.Read(ref s_onTheirWay) != 0;

    /// <summary>Counts one more. False: it stays what it is on stock .NET, and is not counted.</summary>
    internal static bool TryBegin()
    {
        Interlocked.Increment(ref s_onTheirWay);
        if (!Shutter.IsClosed)
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>It has arrived, or does not come.</summary>
    internal static void End() => Interlocked.Decrement(ref s_onTheirWay);
}
