using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct ares_addrinfo_cname: <c>Alias</c> stands for <c>Name</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaresAlias
{
    internal int TimeToLive;
    internal byte* Alias;
    internal byte* Name;
    internal CaresAlias* Next;
}
