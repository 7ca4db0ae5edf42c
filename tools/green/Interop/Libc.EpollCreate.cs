using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Returns a new epoll descriptor, or a negative errno.</summary>
    internal static int EpollCreate()
    {
        int fd = EpollCreateNative(0x80000);
        return fd < 0 ? -Marshal.GetLastSystemError() : fd;
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int EpollCreateNative(int flags);
}
