using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <returns>0, or a negative errno.</returns>
    internal static int Ftruncate(int fd, long length) => FtruncateCore(fd, length) == 0 ? 0 : -Marshal.GetLastSystemError();

    [LibraryImport("libc", EntryPoint = "ftruncate")]
    private static partial int FtruncateCore(int fd, long length);
}
