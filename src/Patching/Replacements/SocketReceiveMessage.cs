using System.Net.Sockets;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces the two <c>SocketAsyncContext.ReceiveMessageFrom</c>.</summary>
internal static unsafe class SocketReceiveMessage
{
    internal static nint s_receiveMemory;
    internal static nint s_receiveSpan;

    internal static string? Probe() => SocketCall.Probe();

    internal static SocketError ReceiveMemory(
        object context, Memory<byte> buffer, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, bool isIPv4, bool isIPv6, int timeout, out IPPacketInformation packet, out int received)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsReceiveIdle(context))
        {
            return ((delegate*<object, Memory<byte>, ref SocketFlags, Memory<byte>, out int, bool, bool, int, out IPPacketInformation, out int, SocketError>)s_receiveMemory)(
                context, buffer, ref flags, socketAddress, out socketAddressLength, isIPv4, isIPv6, timeout, out packet, out received);
        }

        return Receive(me, context, buffer.Span, ref flags, socketAddress, out socketAddressLength, isIPv4, isIPv6, timeout, out packet, out received);
    }

    internal static SocketError ReceiveSpan(
        object context, Span<byte> buffer, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, bool isIPv4, bool isIPv6, int timeout, out IPPacketInformation packet, out int received)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsReceiveIdle(context))
        {
            return ((delegate*<object, Span<byte>, ref SocketFlags, Memory<byte>, out int, bool, bool, int, out IPPacketInformation, out int, SocketError>)s_receiveSpan)(
                context, buffer, ref flags, socketAddress, out socketAddressLength, isIPv4, isIPv6, timeout, out packet, out received);
        }

        return Receive(me, context, buffer, ref flags, socketAddress, out socketAddressLength, isIPv4, isIPv6, timeout, out packet, out received);
    }

    private static SocketError Receive(
        GreenThread me, object context, Span<byte> buffer, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, bool isIPv4, bool isIPv6, int timeout, out IPPacketInformation packet, out int received)
    {
        Operation operation = new() { Buffer = buffer, Flags = flags, Address = socketAddress, IsIPv4 = isIPv4, IsIPv6 = isIPv6 };
        SocketError error = SocketCall.Run(
            me, context, ref operation, IoEvents.Read, timeout, "Socket.ReceiveMessageFrom", SocketCall.MayWait(flags));
        flags = operation.ReceivedFlags;
        socketAddressLength = operation.AddressLength;
        packet = operation.Packet;
        received = operation.Received;
        return error;
    }

    private ref struct Operation : ISocketOperation
    {
        internal Span<byte> Buffer;
        internal Memory<byte> Address;
        internal SocketFlags Flags;
        internal SocketFlags ReceivedFlags;
        internal bool IsIPv4;
        internal bool IsIPv6;
        internal int AddressLength;
        internal int Received;
        internal IPPacketInformation Packet;

        public static bool NeedsNonBlocking => false;

        public static bool EndsWhenShut => true;

        public readonly bool HasNoEvent => false;

        public readonly long Done => Received;

        public bool TryComplete(SafeSocketHandle handle, out SocketError error) =>
            SocketAttempts.ReceiveMessageFrom(
                null, handle, Buffer, null, SocketCall.WithoutWaiting(handle, Flags), Address, out AddressLength, IsIPv4, IsIPv6, out Received, out ReceivedFlags, out Packet, out error);

        // Stock gives no address then, of full length.
        public void End()
        {
            AddressLength = Address.Length;
            Address.Span[sizeof(short)..].Clear();
            Received = 0;
            ReceivedFlags = SocketFlags.None;
            Packet = default;
        }
    }
}
