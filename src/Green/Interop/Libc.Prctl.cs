using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>Options of this process; the meaning of the arguments is the option's.</summary>
    [LibraryImport("libc", EntryPoint = "prctl")]
    internal static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
