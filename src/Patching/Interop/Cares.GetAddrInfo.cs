using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Begins to ask. The callback comes once, perhaps before this returns; the addresses are then the callee's to free.</summary>
    [LibraryImport(Library, EntryPoint = "ares_getaddrinfo")]
    internal static partial void GetAddrInfo(
        nint channel, byte* name, byte* service, CaresHints* hints, delegate* unmanaged[Cdecl]<nint, int, int, CaresAddresses*, void> callback, nint argument);
}
