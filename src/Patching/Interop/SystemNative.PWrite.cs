using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>pwrite(2), repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PWrite", SetLastError = true)]
    internal static partial int PWrite(nint fd, byte* buffer, int count, long offset);

    /// <summary>The same, as the framework calls it.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PWrite", SetLastError = true)]
    internal static partial int PWrite(SafeHandle fd, byte* buffer, int count, long offset);
}
