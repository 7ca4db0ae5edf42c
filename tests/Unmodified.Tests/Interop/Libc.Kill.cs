using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>kill(2). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);
}
