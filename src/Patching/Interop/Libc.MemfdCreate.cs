using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    private const uint MfdCloseOnExec = 1;

    /// <returns>The file descriptor (close-on-exec), or a negative errno.</returns>
    internal static int MemfdCreate(ReadOnlySpan<byte> zeroTerminatedName)
    {
        fixed (byte* name = zeroTerminatedName)
        {
            var fd = MemfdCreateCore(name, MfdCloseOnExec);
            return fd < 0 ? -Marshal.GetLastSystemError() : fd;
        }
    }

    [LibraryImport("libc", EntryPoint = "memfd_create")]
    private static partial int MemfdCreateCore(byte* name, uint flags);
}
