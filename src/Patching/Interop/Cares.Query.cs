using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Begins to ask for records of one type. The callback comes once, perhaps before this returns; the answer lives as long as it.</summary>
    [LibraryImport(Library, EntryPoint = "ares_query")]
    internal static partial void Query(
        nint channel, byte* name, int recordClass, int type, delegate* unmanaged[Cdecl]<nint, int, int, byte*, int, void> callback, nint argument);
}
