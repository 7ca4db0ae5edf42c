using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private const long SysArchPrctl = 158;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial long ArchPrctlCall(long number, int code, ulong* value);

    /// <summary>arch_prctl(2) with a result behind a pointer: 0, or -1 (a kernel that does not know the code).</summary>
    internal static unsafe long ArchPrctl(int code, ulong* value) => ArchPrctlCall(SysArchPrctl, code, value);
}
