using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Takes everything off an eventfd. 8, or a negative errno, EAGAIN when nothing was there and it is non-blocking.</summary>
    public static int ReadCounter(int eventFd)
    {
        ulong value;
        nint result = read(eventFd, &value, sizeof(ulong));
        return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
    }

    [LibraryImport("libc")]
    private static partial nint read(int fd, void* buffer, nuint count);
}
