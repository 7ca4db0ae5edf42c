using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>A new ring; its descriptor, or a negative errno: ENOSYS where the kernel has none, EPERM where it is forbidden. glibc has
    /// no function for it.</summary>
    public static int IoUringSetup(uint entries, IoUringParams* parameters)
    {
        nint result = SetupByNumber(SYS_io_uring_setup, entries, parameters);
        return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SetupByNumber(nint number, nuint entries, void* parameters);
}
