using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static partial class SystemNative
{
    /// <summary>
    /// The contents, times and permissions of one open file to another, by whatever the kernel has for it. 0, or -1 with the errno in
    /// <see cref="Marshal.GetLastPInvokeError"/>.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_CopyFile", SetLastError = true)]
    internal static partial int CopyFile(nint source, nint destination, long length);
}
