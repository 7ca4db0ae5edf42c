using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>
/// What a look-up by name found (HostEntry of pal_networking.h, .NET 10). Name and addresses are blocks of malloc(3), which whoever asked
/// gives back by <see cref="SystemNative.FreeHostEntry"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeHostEntry
{
    internal byte* CanonicalName;

    /// <summary>Always null on Linux.</summary>
    internal byte** Aliases;

    internal NativeAddress* Addresses;
    internal int AddressCount;
}
