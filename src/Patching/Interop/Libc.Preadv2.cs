using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <summary>RWF_NOWAIT: what is not at hand is EAGAIN; EOPNOTSUPP where the file cannot tell.</summary>
    internal const int NoWait = 8;

    internal const int NotPermitted = 1;
    internal const int Again = 11;
    internal const int Interrupted = 4;
    internal const int NoSystemCall = 38;
    internal const int NotSupported = 95;

    /// <summary>
    /// Whether a call with RWF_NOWAIT answered that it cannot be made at all, so that the plain one has to be. EPERM is what filters of system calls say
    /// (seccomp of sandboxes and containers); should it be the file's own, the plain call says it again.
    /// </summary>
    internal static bool IsRefusal(long result) => result is -NotSupported or -NoSystemCall or -NotPermitted;

    /// <summary>preadv2(2). Offset -1 reads at, and moves, the file's own position, as read(2) does.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static nint Preadv2(nint fd, IoVector* vectors, int count, long offset, int flags)
    {
        // Not SetLastError: keeping the errno of calls that succeed costs a tenth of a small one.
        nint bytes = Preadv2Core((int)fd, vectors, count, offset, flags);
        return bytes < 0 ? -Marshal.GetLastSystemError() : bytes;
    }

    [LibraryImport("libc", EntryPoint = "preadv2")]
    private static partial nint Preadv2Core(int fd, IoVector* vectors, int count, long offset, int flags);
}
