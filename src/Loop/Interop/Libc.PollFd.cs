using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>struct pollfd of <c>poll.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Found;
    }
}
