using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>send(2), repeated on EINTR. The answer is a <c>PalError</c>, 0 for success. The runtime ignores SIGPIPE for the process.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Send")]
    internal static partial int Send(nint socket, byte* buffer, int length, int flags, int* sent);
}
