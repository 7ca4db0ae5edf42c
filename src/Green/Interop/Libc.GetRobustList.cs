using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private const long SysGetRobustList = 274;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial long GetRobustListCall(long number, int tid, ulong* head, ulong* length);

    /// <summary>get_robust_list(2), 0 for the calling OS thread: 0, or -1.</summary>
    internal static unsafe long GetRobustList(int tid, ulong* head, ulong* length) => GetRobustListCall(SysGetRobustList, tid, head, length);
}
