using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fstatfs(2).</summary>
    /// <returns>The file system's magic number, or a negative errno.</returns>
    internal static long FileSystemType(nint fd)
    {
        // struct statfs has 120 bytes on x64 and begins with f_type.
        long* status = stackalloc long[16];
        return FstatfsCore((int)fd, status) < 0 ? -Marshal.GetLastSystemError() : status[0];
    }

    [LibraryImport("libc", EntryPoint = "fstatfs")]
    private static partial int FstatfsCore(int fd, long* status);
}
