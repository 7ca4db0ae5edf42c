using System.Runtime.InteropServices;

namespace Shim.Loop.Tests.Interop;

/// <summary>Just enough to make descriptors of every awkward kind. Failures throw: no test expects one.</summary>
internal static unsafe partial class Libc
{
    public const int SIGWINCH = 28;

    public static (int Read, int Write) Pipe()
    {
        int* fds = stackalloc int[2];
        Check(pipe2(fds, 0x80800)); // O_CLOEXEC | O_NONBLOCK
        return (fds[0], fds[1]);
    }

    public static (int A, int B) SocketPair()
    {
        int* fds = stackalloc int[2];
        Check(socketpair(1, 0x80801, 0, fds)); // AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK
        return (fds[0], fds[1]);
    }

    public static int OpenFile(string path) => Check(open(path, 0x80000)); // O_RDONLY | O_CLOEXEC

    public static void Close(int fd) => Check(close(fd));

    public static int Dup(int fd) => Check(dup(fd));

    public static void Dup2(int fd, int number) => Check(dup2(fd, number));

    public static void WriteByte(int fd)
    {
        byte value = 1;
        Check((int)write(fd, &value, 1));
    }

    public static void ReadByte(int fd)
    {
        byte value;
        Check((int)read(fd, &value, 1));
    }

    public static int ThreadId() => gettid();

    public static void Signal(int threadId, int signal) => Check(tgkill(Environment.ProcessId, threadId, signal));

    private static int Check(int result) =>
        result >= 0 ? result : throw new InvalidOperationException($"errno {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* fds, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socketpair(int domain, int type, int protocol, int* fds);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup2(int fd, int number);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int fd, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int fd, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int gettid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tgkill(int processId, int threadId, int signal);
}
