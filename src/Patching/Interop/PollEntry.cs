using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal const short In = 1;
    internal const short Priority = 2;
    internal const short Out = 4;
    internal const short Error = 8;
    internal const short HangUp = 16;
    internal const short ReadHangUp = 0x2000; // POLLRDHUP, <bits/poll.h>

    internal int Fd;
    internal short Events;
    internal short Triggered;
}
