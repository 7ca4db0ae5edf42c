using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Ends a mapping. 0, or a negative errno.</summary>
    public static int Munmap(void* address, nuint length)
    {
        int result = munmap(address, length);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int munmap(void* address, nuint length);
}
