using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>
    /// getaddrinfo(3), and the addresses of the interfaces if the name is this machine's. Blocks, for as long as the resolver's settings let it.
    /// The answer is one of <see cref="Replacements.Names.ResolverError"/>; the entry is filled in, and to be freed, if it is 0.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_GetHostEntryForName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetHostEntryForName(string name, int family, NativeHostEntry* entry);
}
