using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private const long SysSchedSetattr = 314;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial long SchedSetattrCall(long number, int thread, SchedAttributes* attributes, uint flags);

    /// <summary>sched_setattr(2) of the calling thread: 0 or -1.</summary>
    internal static unsafe long SchedSetAttributes(SchedAttributes* attributes) => SchedSetattrCall(SysSchedSetattr, 0, attributes, 0);
}
