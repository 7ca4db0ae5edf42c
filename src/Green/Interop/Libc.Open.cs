using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static unsafe partial class Libc
{
    private const int OpenCloseOnExec = 0x80000;

    /// <summary>open(2), for reading.</summary>
    /// <returns>The file descriptor, or -1.</returns>
    internal static int Open(ReadOnlySpan<byte> zeroTerminatedPath)
    {
        fixed (byte* path = zeroTerminatedPath)
        {
            return OpenCore(path, OpenCloseOnExec);
        }
    }

    // open(2) is variadic; on x64 that changes nothing for integer arguments, and no mode is passed without O_CREAT.
    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int OpenCore(byte* path, int flags);
}
