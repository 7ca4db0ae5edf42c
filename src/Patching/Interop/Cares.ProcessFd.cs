using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Goes on with what a socket is ready for, and with what has timed out.</summary>
    [LibraryImport(Library, EntryPoint = "ares_process_fd")]
    internal static partial void ProcessFd(nint channel, int readable, int writable);
}
