using System.Runtime.InteropServices;

namespace Green.Interop;

internal static partial class Libc
{
    /// <summary>A value that the kernel handed to this process at start; 0 when it handed out none of that kind.</summary>
    [LibraryImport("libc", EntryPoint = "getauxval")]
    internal static partial nuint GetAuxiliary(nuint kind);
}
