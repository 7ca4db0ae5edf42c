using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>When <see cref="ProcessFd"/> is to be called at the latest: seconds and microseconds from now. Null if nothing is being asked.</summary>
    [LibraryImport(Library, EntryPoint = "ares_timeout")]
    internal static partial long* Timeout(nint channel, long* atMost, long* timeval);
}
