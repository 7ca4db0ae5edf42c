using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Frees what <see cref="ParsePtrReply"/> made.</summary>
    [LibraryImport(Library, EntryPoint = "ares_free_hostent")]
    internal static partial void FreeHost(CaresHost* host);
}
