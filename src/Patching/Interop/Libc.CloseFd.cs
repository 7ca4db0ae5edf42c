using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <returns>0, or a negative errno.</returns>
    internal static int CloseFd(int fd) => CloseFdCore(fd) == 0 ? 0 : -Marshal.GetLastSystemError();

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFdCore(int fd);
}
