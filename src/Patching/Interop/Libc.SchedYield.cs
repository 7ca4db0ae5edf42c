using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static partial class Libc
{
    /// <summary>Gives the core to another thread of the system. Cannot fail on Linux.</summary>
    [LibraryImport("libc", EntryPoint = "sched_yield")]
    internal static partial int SchedYield();
}
