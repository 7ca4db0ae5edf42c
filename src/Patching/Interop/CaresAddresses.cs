using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct ares_addrinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaresAddresses
{
    internal CaresAlias* Aliases;
    internal CaresAddress* First;

    /// <summary>The name whose addresses they are: the last of a chain of aliases.</summary>
    internal byte* Name;
}
