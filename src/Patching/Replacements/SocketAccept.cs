using System.Net.Sockets;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces <c>SocketAsyncContext.Accept</c>.</summary>
internal static unsafe class SocketAccept
{
    internal static nint s_accept;

    internal static string? Probe() => SocketCall.Probe();

    /// <remarks>ReceiveTimeout does not limit an accept on stock, either.</remarks>
    internal static SocketError Accept(object context, Memory<byte> socketAddress, out int socketAddressLength, out nint accepted)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsReceiveIdle(context))
        {
            return ((delegate*<object, Memory<byte>, out int, out nint, SocketError>)s_accept)(
                context, socketAddress, out socketAddressLength, out accepted);
        }

        Operation operation = new() { Address = socketAddress, Accepted = -1 };
        SocketError error = SocketCall.Run(me, context, ref operation, IoEvents.Read, -1, "Socket.Accept");
        socketAddressLength = operation.AddressLength;
        accepted = operation.Accepted;
        return error;
    }

    private struct Operation : ISocketOperation
    {
        internal Memory<byte> Address;
        internal int AddressLength;
        internal nint Accepted;

        public static bool NeedsNonBlocking => true;

        public static bool EndsWhenShut => false;

        public readonly bool HasNoEvent => false;

        public readonly long Done => 0;

        public bool TryComplete(SafeSocketHandle handle, out SocketError error) =>
            SocketAttempts.Accept(null, handle, Address, out AddressLength, out Accepted, out error);

        public void End()
        {
        }
    }
}
