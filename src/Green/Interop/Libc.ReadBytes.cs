using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>read(2).</summary>
    /// <returns>The number of bytes read (0 at the end), or -1.</returns>
    internal static nint ReadBytes(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return ReadBytesCore(fd, start, buffer.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadBytesCore(int fd, byte* buffer, nint count);
}
