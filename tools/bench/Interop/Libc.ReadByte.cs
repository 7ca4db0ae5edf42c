using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Reads one byte from a descriptor that does not block; whether there was one.</summary>
    internal static bool ReadByte(int fd)
    {
        byte value;
        return read(fd, &value, 1) == 1;
    }

    // As cheap as in C: what is compared is the loop.
    [LibraryImport("libc"), SuppressGCTransition]
    private static partial nint read(int fd, void* buffer, nuint count);
}
