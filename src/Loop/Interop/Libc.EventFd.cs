using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>A new counter; its descriptor, or a negative errno.</summary>
    public static int EventFd(uint count, int flags)
    {
        int result = eventfd(count, flags);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int eventfd(uint count, int flags);
}
