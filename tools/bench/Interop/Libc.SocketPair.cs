using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Two connected stream sockets that do not block.</summary>
    internal static (int Reader, int Writer) SocketPair()
    {
        int* fds = stackalloc int[2];
        // AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK
        return socketpair(1, 0x80801, 0, fds) == 0
            ? (fds[0], fds[1])
            : throw new InvalidOperationException($"socketpair failed with errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socketpair(int domain, int type, int protocol, int* fds);
}
