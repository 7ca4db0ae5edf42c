using System.Net.Sockets;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces the three <c>SocketAsyncContext.SendTo</c>, through which every blocking send and write passes.</summary>
/// <remarks>
/// Stock quirk, kept: when the peer breaks the connection after a part of the buffer was sent, a blocking send reports TimedOut, not
/// the reset (<c>SocketPal.TryCompleteSendTo</c> takes any error after a success for a full buffer).
/// </remarks>
internal static unsafe class SocketSend
{
    internal static nint s_sendArray;
    internal static nint s_sendSpan;
    internal static nint s_sendList;

    private const string Name = "Socket.Send";

    internal static string? Probe() => SocketCall.Probe();

    internal static SocketError SendArray(
        object context, byte[] buffer, int offset, int count, SocketFlags flags, Memory<byte> socketAddress, int timeout, out int sent)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsSendIdle(context))
        {
            return ((delegate*<object, byte[], int, int, SocketFlags, Memory<byte>, int, out int, SocketError>)s_sendArray)(
                context, buffer, offset, count, flags, socketAddress, timeout, out sent);
        }

        return Send(me, context, buffer.AsSpan(offset, count), flags, socketAddress, timeout, out sent);
    }

    internal static SocketError SendSpan(
        object context, ReadOnlySpan<byte> buffer, SocketFlags flags, Memory<byte> socketAddress, int timeout, out int sent)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsSendIdle(context))
        {
            return ((delegate*<object, ReadOnlySpan<byte>, SocketFlags, Memory<byte>, int, out int, SocketError>)s_sendSpan)(
                context, buffer, flags, socketAddress, timeout, out sent);
        }

        return Send(me, context, buffer, flags, socketAddress, timeout, out sent);
    }

    internal static SocketError SendList(
        object context, IList<ArraySegment<byte>> buffers, SocketFlags flags, Memory<byte> socketAddress, int timeout, out int sent)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsSendIdle(context))
        {
            return ((delegate*<object, IList<ArraySegment<byte>>, SocketFlags, Memory<byte>, int, out int, SocketError>)s_sendList)(
                context, buffers, flags, socketAddress, timeout, out sent);
        }

        Operation operation = new() { Buffers = buffers, Flags = flags, Address = socketAddress };
        return Run(me, context, ref operation, timeout, out sent);
    }

    private static SocketError Send(
        GreenThread me, object context, ReadOnlySpan<byte> buffer, SocketFlags flags, Memory<byte> socketAddress, int timeout, out int sent)
    {
        if (flags == SocketFlags.None && socketAddress.IsEmpty && !buffer.IsEmpty)
        {
            SafeSocketHandle handle = SocketContext.Handle(context);
            if (SocketHandle.IsSocket(handle))
            {
                return SendPlain(me, handle, buffer, timeout, out sent);
            }
        }

        Operation operation = new() { Buffer = buffer, Count = buffer.Length, Flags = flags, Address = socketAddress };
        return Run(me, context, ref operation, timeout, out sent);
    }

    private static SocketError SendPlain(
        GreenThread me, SafeSocketHandle handle, ReadOnlySpan<byte> buffer, int timeout, out int sent)
    {
        sent = 0;
        bool held = false;
        bool hasWaited = false;
        SocketError result = SocketError.Success;
        try
        {
            handle.DangerousAddRef(ref held);
            int fd = (int)handle.DangerousGetHandle();
            SocketWait wait = new(me, timeout);
            while (result == SocketError.Success)
            {
                ReadOnlySpan<byte> rest = buffer[sent..];
                int error = me.Hub.TrySend(me, fd, rest, out int count) ? SocketAttempts.ErrorOf(count) : TrySend(fd, rest, out count);
                if (error == 0)
                {
                    sent += count;
                    wait.NoteProgress();
                    if (sent == buffer.Length || count == 0)
                    {
                        break;
                    }
                }
                else if (error != SocketAttempts.Again)
                {
                    result = sent == 0 ? SocketAttempts.ToSocketError(error) : SocketError.TimedOut;
                    break;
                }

                // After a short send, too: what did not fit does not fit a microsecond later.
                result = wait.For(handle, IoEvents.Write, Name);
            }

            hasWaited = wait.HasWaited;
        }
        catch (ObjectDisposedException)
        {
            result = SocketError.OperationAborted;
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }

        if (!hasWaited)
        {
            me.CountEager(sent);
        }

        return result;
    }

    private static int TrySend(int fd, ReadOnlySpan<byte> buffer, out int sent)
    {
        int count;
        int error;
        fixed (byte* start = &MemoryMarshal.GetReference(buffer))
        {
            error = SystemNative.Send(fd, start, buffer.Length, (int)SocketCall.DontWait, &count);
        }

        sent = count;
        return error;
    }

    private static SocketError Run(GreenThread me, object context, scoped ref Operation operation, int timeout, out int sent)
    {
        SocketError error = SocketCall.Run(me, context, ref operation, IoEvents.Write, timeout, Name);
        sent = operation.Sent;
        return error;
    }

    private ref struct Operation : ISocketOperation
    {
        internal ReadOnlySpan<byte> Buffer;
        internal IList<ArraySegment<byte>>? Buffers;
        internal Memory<byte> Address;
        internal SocketFlags Flags;
        internal int Count;
        internal int Sent;
        private int _index;
        private int _offset;

        public static bool NeedsNonBlocking => false;

        public static bool EndsWhenShut => false;

        // The kernel's unix_dgram_poll (net/unix/af_unix.c) looks at the sender and its connected peer, not at whom a datagram is sent to.
        public readonly bool HasNoEvent => SocketCall.IsUnix(Address);

        public readonly long Done => Sent;

        public bool TryComplete(SafeSocketHandle handle, out SocketError error)
        {
            int before = Sent;
            bool done = SocketAttempts.SendTo(
                null, handle, Buffer, Buffers, ref _index, ref _offset, ref Count, SocketCall.WithoutWaiting(handle, Flags), Address.Span, ref Sent, out error);
            if (done && before > 0 && error != SocketError.Success)
            {
                error = SocketError.TimedOut;
            }

            return done;
        }

        public void End()
        {
        }
    }
}
