using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Closes a descriptor.</summary>
    internal static void Close(int fd) => _ = close(fd);

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
