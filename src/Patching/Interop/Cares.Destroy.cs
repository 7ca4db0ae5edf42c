using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Closes its sockets, which the socket callback hears of, and ends what is being asked. Not from a callback.</summary>
    [LibraryImport(Library, EntryPoint = "ares_destroy")]
    internal static partial void Destroy(nint channel);
}
