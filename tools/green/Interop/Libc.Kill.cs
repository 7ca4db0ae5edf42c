using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Sends <paramref name="signal"/> to <paramref name="pid"/>; returns 0, or a negative errno.</summary>
    internal static int Kill(int pid, int signal) => KillNative(pid, signal) < 0 ? -Marshal.GetLastSystemError() : 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillNative(int pid, int signal);
}
