using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static partial class Libc
{
    /// <summary>Sends a signal; 0 or -1.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int process, int signal);
}
