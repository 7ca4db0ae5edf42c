using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    public const int ESRCH = 3;
    public const int EINVAL = 22;

    /// <summary>ENOSYS: Linux before 5.3.</summary>
    public const int NoPidfds = 38;

    /// <summary>The same number on every architecture.</summary>
    private const nint SYS_pidfd_open = 434;

    /// <summary>A descriptor that is readable when the process has ended, closed on exec; or a negative errno: ESRCH if there is no such
    /// process, EINVAL or, on newer kernels, ENOENT if it is a thread. Before version 2.36 glibc has no function for it.</summary>
    public static int PidfdOpen(int pid)
    {
        nint result = PidfdOpenByNumber(SYS_pidfd_open, pid, 0);
        return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint PidfdOpenByNumber(nint number, nint pid, nint flags);
}
