using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>The processors that a thread (0: the caller) may run on, a bit each. 0, or -1 when <paramref name="size"/> bytes are too few.</summary>
    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    internal static unsafe partial int SchedGetAffinity(int thread, nuint size, ulong* mask);
}
