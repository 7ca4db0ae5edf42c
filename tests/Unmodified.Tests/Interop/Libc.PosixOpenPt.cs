using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    internal const int ReadWrite = 2;
    internal const int NoControllingTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    /// <summary>posix_openpt(3): the controlling end of a new terminal. -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    internal static partial int PosixOpenPt(int flags);
}
