using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Shim.Patching.Replacements;

/// <summary>What the replacements use of the private side of <see cref="SafeSocketHandle"/>.</summary>
internal static class SocketHandle
{
    /// <summary>False for the pipes that System.IO.Pipes wraps in a Socket: read(2) and write(2) instead of recv and send.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_IsSocket")]
    internal static extern bool IsSocket(SafeSocketHandle handle);

    /// <summary>False when the user keeps the descriptor: closing the Socket must then leave it, and who waits on it, alone.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_OwnsHandle")]
    internal static extern bool OwnsHandle(SafeSocketHandle handle);

    /// <summary>Whether a close is under way. The handle itself counts as open until the last reference is gone.</summary>
    internal static bool IsClosing(SafeSocketHandle handle) => Volatile.Read(ref OwnCloseField(handle));

    /// <summary>Milliseconds, -1 for none.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SendTimeout")]
    internal static extern int SendTimeout(SafeSocketHandle handle);

    /// <summary>Remembers that a connect failed; such a socket is replaced before the next attempt.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "RegisterConnectResult")]
    internal static extern void RegisterConnectResult(SafeSocketHandle handle, SocketError error);

    /// <summary>The handle behind a socket, without the side effect of <see cref="Socket.SafeHandle"/>, which marks it as exposed.</summary>
    internal static SafeSocketHandle Of(Socket socket) => HandleField(socket);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_handle")]
    private static extern ref SafeSocketHandle HandleField(Socket socket);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ownClose")]
    private static extern ref bool OwnCloseField(SafeSocketHandle handle);
}
