using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>0, or a negative errno. The descriptor is gone in either case.</summary>
    public static int Close(int fd)
    {
        int result = close(fd);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
