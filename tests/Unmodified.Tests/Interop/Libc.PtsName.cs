using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>ptsname_r(3): the path of the other end. An errno for an error.</summary>
    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    internal static partial int PtsName(int terminal, [Out] byte[] name, nuint size);
}
