using System.Collections.Concurrent;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Whether writes to a disk go through just now. A buffered write copies into the page cache and is back in a microsecond, except when the
/// kernel makes the writer wait, because it has too much that is not on the disk yet; no flag asks it not to (ext4 refuses RWF_NOWAIT on
/// buffered writes). So writes run at once and are timed: after a slow one the next go to the pool, until they are quick again.
/// </summary>
internal sealed class DiskPace
{
    // A hundred times what a write of 4 KiB takes. Preemption looks the same now and then, and costs a few trips to the pool.
    private const long SlowNanoseconds = 500_000;

    private const int QuickOnesToTrust = 16;

    private static readonly ConcurrentDictionary<ulong, DiskPace> s_all = new();

    private int _distrust;

    /// <summary>Whether the next write should go to the pool.</summary>
    internal bool IsSlow => Volatile.Read(ref _distrust) > 0;

    internal static DiskPace Of(ulong device) => s_all.GetOrAdd(device, static _ => new DiskPace());

    /// <summary>A write took so long. Any thread; a lost update does no harm.</summary>
    internal void Note(long nanoseconds)
    {
        if (nanoseconds > SlowNanoseconds)
        {
            Volatile.Write(ref _distrust, QuickOnesToTrust);
        }
        else if (_distrust > 0)
        {
            _distrust--;
        }
    }
}
