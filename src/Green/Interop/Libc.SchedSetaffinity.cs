using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>Says which processors a thread (0: the caller) may run on. 0 or -1.</summary>
    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    internal static unsafe partial int SchedSetAffinity(int thread, nuint size, ulong* mask);
}
