using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private const int ThreadUsage = 1; // RUSAGE_THREAD

    /// <summary>getrusage(2) of the OS thread that calls: how much of a processor it has had, and how often it has blocked.</summary>
    internal static unsafe (long Microseconds, long Blocks) ThreadTimes()
    {
        // struct rusage: two times of two longs each, user and system, then 14 longs, the 13th of which is ru_nvcsw.
        long* usage = stackalloc long[18];
        return GetRusage(ThreadUsage, usage) == 0 ? (((usage[0] + usage[2]) * 1_000_000) + usage[1] + usage[3], usage[16]) : default;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [SuppressGCTransition]
    private static unsafe partial int GetRusage(int who, long* usage);
}
