using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <returns>0, or a negative errno.</returns>
    internal static int Munmap(nint address, nint length) => MunmapCore(address, length) == 0 ? 0 : -Marshal.GetLastSystemError();

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MunmapCore(nint address, nint length);
}
