using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static partial class Libc
{
    /// <summary>dup2(2). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "dup2")]
    internal static partial int Dup2(int from, int to);
}
