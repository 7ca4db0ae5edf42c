using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    // <sys/inotify.h>
    public const int IN_CLOEXEC = 0x80000;
    public const int IN_NONBLOCK = 0x800;

    /// <summary>A new queue of file events; its descriptor, or a negative errno.</summary>
    public static int InotifyInit1(int flags)
    {
        int result = inotify_init1(flags);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int inotify_init1(int flags);

    /// <summary>struct inotify_event, without the name that follows it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct InotifyEvent
    {
        public readonly int WatchDescriptor;
        public readonly uint Mask;
        public readonly uint Cookie;
        public readonly uint NameLength;
    }
}
