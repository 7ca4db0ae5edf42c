using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Adds one to an eventfd. 8, or a negative errno.</summary>
    public static int WriteOne(int eventFd)
    {
        ulong one = 1;
        nint result = write(eventFd, &one, sizeof(ulong));
        return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
    }

    [LibraryImport("libc")]
    private static partial nint write(int fd, void* buffer, nuint count);
}
