using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static partial class Libc
{
    /// <summary>usleep(3).</summary>
    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial int Sleep(uint microseconds);
}
