using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>struct timespec of 64-bit platforms.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Timespec(long seconds, long nanoseconds)
    {
        public readonly long Seconds = seconds;
        public readonly long Nanoseconds = nanoseconds;
    }
}
