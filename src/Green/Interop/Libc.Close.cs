using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>close(2): 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int fd);
}
