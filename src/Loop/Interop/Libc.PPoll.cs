using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Waits for <paramref name="timeout"/> at most. The number of items that have something to tell, or a negative
    /// errno.</summary>
    public static int PPoll(PollFd* items, int count, Timespec* timeout)
    {
        int result = ppoll(items, (nuint)count, timeout, null);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int ppoll(PollFd* items, nuint count, Timespec* timeout, void* signalMask);
}
