using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>read(2), repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Read", SetLastError = true)]
    internal static partial int Read(nint fd, byte* buffer, int count);

    /// <summary>The same, as the framework calls it.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Read", SetLastError = true)]
    internal static partial int Read(SafeHandle fd, byte* buffer, int count);
}
