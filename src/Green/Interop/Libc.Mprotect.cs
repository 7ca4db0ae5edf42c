using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    internal const int ProtRead = 1;
    internal const int ProtWrite = 2;
    internal const int ProtExec = 4;

    /// <summary>mprotect(2): 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "mprotect")]
    internal static unsafe partial int Mprotect(void* address, nuint length, int protection);
}
