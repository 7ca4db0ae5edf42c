using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>
    /// recv(2), repeated on EINTR, as the framework's own sockets call it. The answer is a <c>PalError</c>, 0 for success: the number of
    /// bytes is in <paramref name="received"/>.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Receive")]
    internal static partial int Receive(nint socket, byte* buffer, int length, int flags, int* received);
}
