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

    /// <summary>To the whole process.</summary>
    public static void Raise(int signal) => Check(kill(Environment.ProcessId, signal));

    public static void Kill(int pid, int signal) => Check(kill(pid, signal));

    /// <summary>Starts <c>/bin/sh -c</c> as a child that the runtime knows nothing of.</summary>
    public static int SpawnShell(string command)
    {
        string?[] arguments = ["sh", "-c", command, null];
        string?[] environment = [null];
        int pid;
        int error = posix_spawn(&pid, "/bin/sh", null, null, arguments, environment);
        return error == 0 ? pid : throw new InvalidOperationException($"errno {error}");
    }

    /// <summary>Reaps a child. Whether it was there to reap.</summary>
    public static bool TryReap(int pid)
    {
        int status;
        int result;
        do
        {
            result = waitpid(pid, &status, 0);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == 4);
        return result == pid;
    }

    /// <summary>Waits until the descriptor is readable. Whether it is.</summary>
    public static bool WaitReadable(int fd, int timeoutMs)
    {
        WaitItem item = new() { Fd = fd, Events = 1 };
        int result;
        do
        {
            result = Wait(&item, 1, timeoutMs);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == 4);
        return result == 1;
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

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Wait(WaitItem* items, nuint count, int timeoutMs);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(int* pid, string path, void* actions, void* attributes, string?[] arguments, string?[] environment);

    private struct WaitItem
    {
        public int Fd;
        public short Events;
        public short Found;
    }
}
