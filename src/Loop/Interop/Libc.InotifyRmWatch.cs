using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Ends a watch. 0, or a negative errno: EINVAL if the kernel has dropped it already.</summary>
    public static int InotifyRmWatch(int fd, int watchDescriptor)
    {
        int result = inotify_rm_watch(fd, watchDescriptor);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int inotify_rm_watch(int fd, int watchDescriptor);
}
