using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Sleeps. 0, or a negative errno: EINTR when a signal came.</summary>
    public static int Nanosleep(Timespec time)
    {
        int result = nanosleep(&time, null);
        return result < 0 ? -Marshal.GetLastSystemError() : result;
    }

    [LibraryImport("libc")]
    private static partial int nanosleep(Timespec* time, Timespec* left);
}
