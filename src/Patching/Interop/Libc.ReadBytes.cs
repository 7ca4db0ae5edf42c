using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <returns>The number of bytes read (0 at the end), or a negative errno.</returns>
    internal static nint ReadBytes(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var count = ReadBytesCore(fd, start, buffer.Length);
            return count < 0 ? -Marshal.GetLastPInvokeError() : count;
        }
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadBytesCore(int fd, byte* buffer, nint count);
}
