using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Sets the name servers: addresses, separated by commas. The answer is 0, or an ARES_E number.</summary>
    [LibraryImport(Library, EntryPoint = "ares_set_servers_csv")]
    internal static partial int SetServersCsv(nint channel, byte* servers);
}
