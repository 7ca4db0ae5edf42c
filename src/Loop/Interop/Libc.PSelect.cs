using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Waits for <paramref name="timeout"/> at most, and leaves in the bit sets what is ready. The number of bits, or a negative
    /// errno, after which the sets are undefined. The sets are arrays of words of the machine, as many as
    /// <paramref name="end"/>, the highest descriptor plus one, takes.</summary>
    public static int PSelect(int end, nuint* reads, nuint* writes, Timespec* timeout)
    {
        int result = pselect(end, reads, writes, null, timeout, null);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int pselect(int end, void* reads, void* writes, void* exceptions, Timespec* timeout, void* signalMask);
}
