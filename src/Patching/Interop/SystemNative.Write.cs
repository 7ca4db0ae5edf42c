using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>write(2), repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Write", SetLastError = true)]
    internal static partial int Write(nint fd, byte* buffer, int count);

    /// <summary>The same, as the framework calls it.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Write", SetLastError = true)]
    internal static partial int Write(SafeHandle fd, byte* buffer, int count);
}
