using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int process, int signal);
}
