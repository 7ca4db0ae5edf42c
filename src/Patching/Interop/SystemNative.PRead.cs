using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>pread(2), repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PRead", SetLastError = true)]
    internal static partial int PRead(nint fd, byte* buffer, int count, long offset);

    /// <summary>The same, as the framework calls it.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PRead", SetLastError = true)]
    internal static partial int PRead(SafeHandle fd, byte* buffer, int count, long offset);
}
