using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>sched_yield(2).</summary>
    [LibraryImport("libc", EntryPoint = "sched_yield")]
    internal static partial int SchedYield();
}
