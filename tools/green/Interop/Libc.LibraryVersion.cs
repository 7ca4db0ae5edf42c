using System.Runtime.InteropServices;

namespace Green.Interop;

internal static partial class Libc
{
    /// <summary>"glibc 2.36" or the like; throws EntryPointNotFoundException where the C library is another one.</summary>
    internal static string LibraryVersion() => "glibc " + Marshal.PtrToStringUTF8(LibraryVersionNative());

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint LibraryVersionNative();
}
