using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>preadv(2), repeated on EINTR. Bytes, or -1 with the errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PReadV", SetLastError = true)]
    internal static partial long PReadV(nint fd, IoVector* vectors, int count, long offset);

    /// <summary>The same, as the framework calls it.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_PReadV", SetLastError = true)]
    internal static partial long PReadV(SafeHandle fd, IoVector* vectors, int count, long offset);
}
