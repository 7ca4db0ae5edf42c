using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Non-blocking receive; returns the byte count, or a negative errno.</summary>
    /// <remarks>Without a GC transition: MSG_DONTWAIT keeps it short, and the load loop calls it hundreds of thousands of times a second.</remarks>
    internal static nint Recv(int fd, void* buffer, nuint length)
    {
        nint n = RecvNative(fd, buffer, length, MsgDontWait);
        return n < 0 ? -Marshal.GetLastSystemError() : n;
    }

    private const int MsgDontWait = 0x40;

    [LibraryImport("libc", EntryPoint = "recv")]
    [SuppressGCTransition]
    private static partial nint RecvNative(int fd, void* buffer, nuint length, int flags);
}
