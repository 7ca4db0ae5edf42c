using System.Net.Sockets;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>
/// Goes before <c>SafeSocketHandle.TryUnblockSocket</c> and <c>DoCloseHandle</c>, on every thread, green or not: green threads that
/// wait for the socket must let go of it, and no hub must believe anything of a number that will stand for another file.
/// </summary>
/// <remarks>
/// Closing a socket marks its handle as closed and then repeats TryUnblockSocket, spinning, until the last call on it has returned.
/// Stock cannot end a wait on a pipe or a Unix domain connect there, and hangs until it ends by itself; here they end, too.
/// </remarks>
internal static unsafe class SocketClose
{
    internal static nint s_tryUnblockSocket;
    internal static nint s_doCloseHandle;

    internal static string? Probe() => SocketCall.Probe();

    internal static bool TryUnblockSocket(SafeSocketHandle handle, bool abortive)
    {
        if (SocketHandle.OwnsHandle(handle))
        {
            Hub.WakeAllFdWaiters((int)handle.DangerousGetHandle());
        }

        return ((delegate*<SafeSocketHandle, bool, bool>)s_tryUnblockSocket)(handle, abortive);
    }

    internal static SocketError DoCloseHandle(SafeSocketHandle handle, bool abortive)
    {
        Hub.ForgetFdEverywhere((int)handle.DangerousGetHandle());
        if (!abortive && GreenThread.Current is not null && Lingers(handle))
        {
            // close(2) then waits for the peer, O_NONBLOCK or not.
            using BlockingRegion blocking = BlockingRegion.Enter();
            return Original(handle, abortive);
        }

        return Original(handle, abortive);
    }

    private static SocketError Original(SafeSocketHandle handle, bool abortive) =>
        ((delegate*<SafeSocketHandle, bool, SocketError>)s_doCloseHandle)(handle, abortive);

    // The kernel is asked each time: an accepted socket has it from its listener, and others may have it from a raw option or from who opened the descriptor.
    // That is a small part of what closing costs.
    private static bool Lingers(SafeSocketHandle handle)
    {
        int* option = stackalloc int[2];
        return SystemNative.GetLingerOption(handle.DangerousGetHandle(), option) == 0 && option[0] != 0 && option[1] != 0;
    }
}
