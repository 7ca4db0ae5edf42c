using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shim.Patching.Interop;

internal static partial class SystemNative
{
    /// <summary>
    /// open(2), repeated on EINTR, with the flag numbers of the framework. An invalid handle, with the errno in
    /// <see cref="Marshal.GetLastPInvokeError"/>, when it fails.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags, int mode);
}
