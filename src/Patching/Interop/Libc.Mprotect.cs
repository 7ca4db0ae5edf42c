using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <returns>0, or a negative errno.</returns>
    internal static int Mprotect(nint address, nint length, int protection) =>
        MprotectCore(address, length, protection) == 0 ? 0 : -Marshal.GetLastSystemError();

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MprotectCore(nint address, nint length, int protection);
}
