using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Reads the answer for records of type PTR, through aliases. The answer is 0, and a host to be freed, or an ARES_E number.</summary>
    [LibraryImport(Library, EntryPoint = "ares_parse_ptr_reply")]
    internal static partial int ParsePtrReply(byte* answer, int length, void* address, int addressLength, int family, CaresHost** host);
}
