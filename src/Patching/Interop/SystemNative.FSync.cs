using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static partial class SystemNative
{
    /// <summary>fsync(2), repeated on EINTR. 0, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_FSync", SetLastError = true)]
    internal static partial int FSync(nint fd);
}
