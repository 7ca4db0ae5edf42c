using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>Frees what <see cref="GetHostEntryForName"/> put into the entry.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_FreeHostEntry")]
    internal static partial void FreeHostEntry(NativeHostEntry* entry);
}
