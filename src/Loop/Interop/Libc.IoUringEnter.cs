using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Submits requests and waits for completions. The number of requests taken, or, if that is none, a negative errno, ETIME when
    /// the time is over. glibc has no function for it.</summary>
    public static int IoUringEnter(int fd, uint submitCount, uint minComplete, uint flags, IoUringWait* wait)
    {
        nint result = EnterByNumber(
            SYS_io_uring_enter, fd, submitCount, minComplete, flags, wait, wait is null ? 0 : (nuint)sizeof(IoUringWait));
        return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint EnterByNumber(
        nint number, nint fd, nuint submitCount, nuint minComplete, nuint flags, void* argument, nuint argumentSize);
}
