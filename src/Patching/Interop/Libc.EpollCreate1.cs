using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static partial class Libc
{
    internal const int EpollCloseOnExec = 0x80000;

    /// <returns>The descriptor, or -1.</returns>
    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    internal static partial int EpollCreate1(int flags);
}
