using System.Net.Sockets;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>
/// Goes before <c>SafeSocketHandle.TryUnblockSocket</c> and <c>DoCloseHandle</c>, on every thread, green or not: green threads that
/// wait for the socket must let go of it, and the hub must not believe anything of a number that will stand for another file.
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
        if (SocketHandle.OwnsHandle(handle) && HubOrNull() is { } hub)
        {
            hub.WakeFdWaiters((int)handle.DangerousGetHandle());
        }

        return ((delegate*<SafeSocketHandle, bool, bool>)s_tryUnblockSocket)(handle, abortive);
    }

    internal static SocketError DoCloseHandle(SafeSocketHandle handle, bool abortive)
    {
        HubOrNull()?.ForgetFd((int)handle.DangerousGetHandle());
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

    private static Hub? HubOrNull() => GreenThread.Current?.Hub ?? (Hub.HasDefault ? Hub.Default : null);

    private static bool Lingers(SafeSocketHandle handle)
    {
        if (!SocketHandle.MayLinger(handle))
        {
            return false;
        }

        int* option = stackalloc int[2];
        return SystemNative.GetLingerOption(handle.DangerousGetHandle(), option) == 0 && option[0] != 0 && option[1] != 0;
    }
}
