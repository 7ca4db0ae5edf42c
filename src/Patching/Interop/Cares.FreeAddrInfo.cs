using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Frees what a callback of <see cref="GetAddrInfo"/> was given.</summary>
    [LibraryImport(Library, EntryPoint = "ares_freeaddrinfo")]
    internal static partial void FreeAddrInfo(CaresAddresses* addresses);
}
