using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static unsafe partial class Libc
{
    // <bits/socket.h>, <bits/socket_type.h>
    internal const int AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;

    /// <summary>Two connected sockets. 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "socketpair")]
    internal static partial int SocketPair(int domain, int type, int protocol, int* sockets);
}
