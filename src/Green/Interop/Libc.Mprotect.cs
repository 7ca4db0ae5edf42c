using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>mprotect(2): 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "mprotect")]
    internal static unsafe partial int Mprotect(void* address, nuint length, int protection);
}
