using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private const long SysSchedGetattr = 315;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial long SchedGetattrCall(long number, int thread, SchedAttributes* attributes, uint size, uint flags);

    /// <summary>sched_getattr(2) of the calling thread, which glibc has no function for before 2.41: 0 or -1.</summary>
    internal static unsafe long SchedGetAttributes(SchedAttributes* attributes) =>
        SchedGetattrCall(SysSchedGetattr, 0, attributes, SchedAttributes.FirstSize, 0);
}
