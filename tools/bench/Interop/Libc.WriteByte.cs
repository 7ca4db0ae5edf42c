using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Writes one byte to a descriptor that does not block; whether it was taken.</summary>
    internal static bool WriteByte(int fd)
    {
        byte value = 1;
        return write(fd, &value, 1) == 1;
    }

    // As cheap as in C: what is compared is the loop.
    [LibraryImport("libc"), SuppressGCTransition]
    private static partial nint write(int fd, void* buffer, nuint count);
}
