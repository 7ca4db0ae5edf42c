using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct ares_addrinfo_hints. The family is the system's number.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CaresHints
{
    internal int Flags;
    internal int Family;
    internal int SocketType;
    internal int Protocol;
}
