using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>grantpt(3). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    internal static partial int GrantPt(int terminal);
}
