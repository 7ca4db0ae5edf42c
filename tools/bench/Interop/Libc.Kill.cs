using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static partial class Libc
{
    /// <summary>Sends <paramref name="signal"/> to <paramref name="pid"/>; returns 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int pid, int signal);
}
