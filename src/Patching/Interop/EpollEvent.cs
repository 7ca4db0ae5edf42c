using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct epoll_event, packed on x64 only.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EpollEvent
{
    internal uint Events;
    internal long Data;
}
