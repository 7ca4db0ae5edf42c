using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>getsockopt(2) with the level and name numbers of System.Net.Sockets. The answer is a <c>PalError</c>, 0 for success.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_GetSockOpt")]
    internal static partial int GetSockOpt(nint socket, int level, int name, byte* value, int* length);
}
