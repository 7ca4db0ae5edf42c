using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>pwritev(2), repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PWriteV", SetLastError = true)]
    internal static partial long PWriteV(nint fd, IoVector* vectors, int count, long offset);

    /// <summary>The same, as the framework calls it.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PWriteV", SetLastError = true)]
    internal static partial long PWriteV(SafeHandle fd, IoVector* vectors, int count, long offset);
}
