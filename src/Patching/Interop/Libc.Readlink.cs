using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <returns>The number of bytes placed in <paramref name="buffer"/> (not zero-terminated), or a negative errno.</returns>
    internal static nint Readlink(ReadOnlySpan<byte> zeroTerminatedPath, Span<byte> buffer)
    {
        fixed (byte* path = zeroTerminatedPath)
        fixed (byte* start = buffer)
        {
            var count = ReadlinkCore(path, start, buffer.Length);
            return count < 0 ? -Marshal.GetLastSystemError() : count;
        }
    }

    [LibraryImport("libc", EntryPoint = "readlink")]
    private static partial nint ReadlinkCore(byte* path, byte* buffer, nint size);
}
