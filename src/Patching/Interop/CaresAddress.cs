using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct ares_addrinfo_node.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaresAddress
{
    internal int TimeToLive;
    internal int Flags;
    internal int Family;
    internal int SocketType;
    internal int Protocol;
    internal int Length;

    /// <summary>A sockaddr_in or sockaddr_in6.</summary>
    internal byte* SocketAddress;

    internal CaresAddress* Next;
}
