using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private const long SysRtSigaction = 13;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial long SigactionCall(long number, int signal, KernelSigaction* replacement, KernelSigaction* current, nint maskBytes);

    /// <summary>
    /// rt_sigaction(2), the system call itself: glibc's wrapper refuses the real-time signals that it keeps for itself, and would
    /// put its own restorer in place. 0, or -1.
    /// </summary>
    internal static unsafe long RtSigaction(int signal, KernelSigaction* replacement, KernelSigaction* current) =>
        SigactionCall(SysRtSigaction, signal, replacement, current, sizeof(ulong));
}
