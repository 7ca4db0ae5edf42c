using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct hostent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaresHost
{
    /// <summary>Of several, one or the other, according to the version of c-ares.</summary>
    internal byte* Name;

    /// <summary>All of them, in the order of the answer, and a null.</summary>
    internal byte** Aliases;

    internal int AddressType;
    internal int Length;
    internal byte** Addresses;
}
