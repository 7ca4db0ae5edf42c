using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>getsockopt(SO_LINGER): <paramref name="option"/> takes two ints, on or off, and seconds. The answer is a <c>PalError</c>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_GetLingerOption")]
    internal static partial int GetLingerOption(nint socket, int* option);
}
