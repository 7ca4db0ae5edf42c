using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <summary>pwritev2(2). Offset -1 writes at, and moves, the file's own position, as write(2) does.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static nint Pwritev2(nint fd, IoVector* vectors, int count, long offset, int flags)
    {
        // Not SetLastError: keeping the errno of calls that succeed costs a tenth of a small one.
        nint bytes = Pwritev2Core((int)fd, vectors, count, offset, flags);
        return bytes < 0 ? -Marshal.GetLastSystemError() : bytes;
    }

    [LibraryImport("libc", EntryPoint = "pwritev2")]
    private static partial nint Pwritev2Core(int fd, IoVector* vectors, int count, long offset, int flags);
}
