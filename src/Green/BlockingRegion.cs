namespace Shim.Green;

/// <summary>
/// Surrounds code that blocks its OS thread for real. The other green threads go on, on a spare carrier, and in parallel with the one inside; at the end of
/// the region that waits for its turn among them.
/// </summary>
/// <example><code>using (BlockingRegion.Enter()) { NativeLibrary.BlockForAWhile(); }</code></example>
public readonly ref struct BlockingRegion
{
    private readonly GreenThread? _green;

    private BlockingRegion(GreenThread? green) => _green = green;

    /// <summary>Enters. On a thread that is not green, or when no spare carrier can be had, nothing changes. Any thread.</summary>
    public static BlockingRegion Enter() => Enter(isForRuntime: false);

    /// <summary>The same before a wait inside the runtime that the program does not ask for.</summary>
    internal static BlockingRegion EnterForRuntime() => Enter(isForRuntime: true);

    private static BlockingRegion Enter(bool isForRuntime)
    {
        GreenThread? me = GreenThread.Current;
        return me is not null && me.Hub.HandOver(me, isForRuntime) ? new BlockingRegion(me) : default;
    }

    /// <summary>Leaves: waits for its turn among the ready green threads.</summary>
    public void Dispose()
    {
        if (_green is not null)
        {
            _green.Hub.ComeBack(_green);
        }
    }
}
