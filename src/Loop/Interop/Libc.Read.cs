using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Reads. The number of bytes, 0 at the end, or a negative errno.</summary>
    public static int Read(int fd, byte[] buffer)
    {
        nint result = ReadInto(fd, buffer, (nuint)buffer.Length);
        return result < 0 ? -Marshal.GetLastSystemError() : (int)result;
    }

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadInto(int fd, byte[] buffer, nuint count);
}
