using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    public const int EACCES = 13;

    // <sys/inotify.h>
    public const uint IN_MODIFY = 0x2;
    public const uint IN_ATTRIB = 0x4;
    public const uint IN_MOVED_FROM = 0x40;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_CREATE = 0x100;
    public const uint IN_DELETE = 0x200;
    public const uint IN_DELETE_SELF = 0x400;
    public const uint IN_MOVE_SELF = 0x800;
    public const uint IN_UNMOUNT = 0x2000;
    public const uint IN_IGNORED = 0x8000;
    public const uint IN_DONT_FOLLOW = 0x2000000;
    public const uint IN_MASK_ADD = 0x20000000;

    /// <summary>Whatever changes the attributes of a file or of a directory.</summary>
    public const uint IN_FILE_CHANGES =
        IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;

    /// <summary>Watches a file. The number of the watch, which is the same for the same file, or a negative errno.</summary>
    public static int InotifyAddWatch(int fd, string path, uint mask)
    {
        int result = inotify_add_watch(fd, path, mask);
        return result < 0 ? -Marshal.GetLastPInvokeError() : result;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(int fd, string path, uint mask);
}
