using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>
    /// read(2) of descriptor 0, repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_ReadStdin", SetLastError = true)]
    internal static partial int ReadStdin(byte* buffer, int count);
}
