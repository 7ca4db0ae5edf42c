using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    internal const int OpenCloseOnExec = 0x80000;

    /// <returns>The file descriptor, or a negative errno.</returns>
    internal static int Open(ReadOnlySpan<byte> zeroTerminatedPath, int flags)
    {
        fixed (byte* path = zeroTerminatedPath)
        {
            var fd = OpenCore(path, flags);
            return fd < 0 ? -Marshal.GetLastSystemError() : fd;
        }
    }

    // open(2) is variadic; on x64 that changes nothing for integer arguments, and no mode is passed without O_CREAT.
    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int OpenCore(byte* path, int flags);
}
