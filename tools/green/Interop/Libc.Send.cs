using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Non-blocking send that raises no SIGPIPE; returns the byte count, or a negative errno.</summary>
    internal static nint Send(int fd, void* buffer, nuint length)
    {
        nint n = SendNative(fd, buffer, length, MsgDontWait | MsgNoSignal);
        return n < 0 ? -Marshal.GetLastSystemError() : n;
    }

    private const int MsgNoSignal = 0x4000;

    [LibraryImport("libc", EntryPoint = "send")]
    [SuppressGCTransition]
    private static partial nint SendNative(int fd, void* buffer, nuint length, int flags);
}
