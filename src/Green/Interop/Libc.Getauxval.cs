using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>getauxval(3): an entry of the auxiliary vector, 0 when absent.</summary>
    [LibraryImport("libc", EntryPoint = "getauxval")]
    internal static partial nuint GetAuxVal(nuint type);
}
