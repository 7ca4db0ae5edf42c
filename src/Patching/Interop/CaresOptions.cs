using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct ares_options of c-ares 1.34; older versions read the beginning of it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaresOptions
{
    internal int Flags;
    internal int Timeout;
    internal int Tries;
    internal int Dots;
    internal ushort UdpPort;
    internal ushort TcpPort;
    internal int SendBufferSize;
    internal int ReceiveBufferSize;
    internal void* Servers;
    internal int ServerCount;
    internal byte** Domains;
    internal int DomainCount;
    internal byte* Lookups;
    internal delegate* unmanaged[Cdecl]<nint, int, int, int, void> SocketState;
    internal nint SocketStateArgument;
    internal void* SortList;
    internal int SortCount;
    internal int EdnsSize;
    internal byte* ResolvConfPath;
    internal byte* HostsPath;
    internal int MostUdpQueries;
    internal int LongestTimeout;
    internal uint LongestCached;
    internal int EventSystem;
    internal ushort FailoverChance;
    internal nuint FailoverDelay;
}
