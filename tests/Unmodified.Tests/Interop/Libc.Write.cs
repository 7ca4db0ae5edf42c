using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>write(2). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte[] buffer, nuint count);
}
