using System.Net.Sockets;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces the three <c>SocketAsyncContext.ReceiveFrom</c>, through which every blocking receive and read passes.</summary>
/// <remarks>
/// <para>
/// The plain case (a stream or connected socket, no flags, one buffer) is the hot one: one recv(2), no recvmsg, nothing allocated.
/// </para>
/// <para>
/// <see cref="FdHint.Drained"/>: a receive that brought less than was asked for has emptied the socket, so the next one would most
/// often be told EAGAIN; it polls first. A receive of no bytes at all, which waits for some, undoes that. <see cref="FullReads"/> guesses
/// what follows one that brought all it asked for. Polling is level-triggered, so a wrong guess loses no data, only one turn of the
/// loop. Datagram sockets are left out: there a short receive says nothing about the next datagram.
/// </para>
/// </remarks>
internal static unsafe class SocketReceive
{
    internal static nint s_receiveMemory;
    internal static nint s_receiveSpan;
    internal static nint s_receiveList;

    private const string Name = "Socket.Receive";

    internal static string? Probe() => SocketCall.Probe();

    internal static SocketError ReceiveMemory(
        object context, Memory<byte> buffer, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, int timeout, out int received)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsReceiveIdle(context))
        {
            return ((delegate*<object, Memory<byte>, ref SocketFlags, Memory<byte>, out int, int, out int, SocketError>)s_receiveMemory)(
                context, buffer, ref flags, socketAddress, out socketAddressLength, timeout, out received);
        }

        return Receive(me, context, buffer.Span, ref flags, socketAddress, out socketAddressLength, timeout, out received);
    }

    internal static SocketError ReceiveSpan(
        object context, Span<byte> buffer, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, int timeout, out int received)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsReceiveIdle(context))
        {
            return ((delegate*<object, Span<byte>, ref SocketFlags, Memory<byte>, out int, int, out int, SocketError>)s_receiveSpan)(
                context, buffer, ref flags, socketAddress, out socketAddressLength, timeout, out received);
        }

        return Receive(me, context, buffer, ref flags, socketAddress, out socketAddressLength, timeout, out received);
    }

    internal static SocketError ReceiveList(
        object context, IList<ArraySegment<byte>> buffers, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, int timeout, out int received)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsReceiveIdle(context))
        {
            return ((delegate*<object, IList<ArraySegment<byte>>, ref SocketFlags, Memory<byte>, out int, int, out int, SocketError>)s_receiveList)(
                context, buffers, ref flags, socketAddress, out socketAddressLength, timeout, out received);
        }

        Operation operation = new() { Buffers = buffers, Flags = flags, Address = socketAddress };
        return Run(me, context, ref operation, ref flags, out socketAddressLength, timeout, out received);
    }

    private static SocketError Receive(
        GreenThread me, object context, Span<byte> buffer, ref SocketFlags flags, Memory<byte> socketAddress, out int socketAddressLength, int timeout, out int received)
    {
        if (flags == SocketFlags.None && socketAddress.IsEmpty)
        {
            SafeSocketHandle handle = SocketContext.Handle(context);
            if (SocketHandle.IsSocket(handle) && (!buffer.IsEmpty || IsKnownStream(me, handle)))
            {
                socketAddressLength = 0;
                return ReceivePlain(me, handle, buffer, timeout, out received);
            }
        }

        Operation operation = new() { Buffer = buffer, Flags = flags, Address = socketAddress };
        return Run(me, context, ref operation, ref flags, out socketAddressLength, timeout, out received);
    }

    // For no bytes at all: of a datagram they would be taken, and the rest lost. (When the handle is closed meanwhile, the receive finds that out.)
    private static bool IsKnownStream(GreenThread me, SafeSocketHandle handle) =>
        !handle.IsInvalid && me.Hub.EntryOf((int)handle.DangerousGetHandle()) is { Hint: >= FdHint.Stream } entry && entry.IsOf(handle);

    private static SocketError ReceivePlain(GreenThread me, SafeSocketHandle handle, Span<byte> buffer, int timeout, out int received)
    {
        received = 0;
        bool held = false;
        bool hasWaited = false;
        SocketError result;
        try
        {
            handle.DangerousAddRef(ref held);
            int fd = (int)handle.DangerousGetHandle();
            FdEntry entry = me.Hub.EntryOf(fd);
            if (entry.Hint == FdHint.Unknown || !entry.IsOf(handle))
            {
                SocketCall.Prepare(handle, fd, entry);
            }

            SocketWait wait = new(me, timeout);
            bool pollsFirst = entry.Hint == FdHint.Drained || (!buffer.IsEmpty && entry.FullReads.TakePollFirst());
            int wish = entry.Hint >= FdHint.Stream && !entry.IsBulky ? buffer.Length : 0;
            bool isShut = false;
            result = pollsFirst ? wait.For(handle, IoEvents.Read, Name, wish) : SocketError.Success;
            while (result == SocketError.Success)
            {
                int length = buffer.Length;
                int error;
                if (wait.HasWaited && me.Hub.TryTakeReceived(me, buffer, out int taken))
                {
                    error = Taken(taken, out received, ref length);
                }
                else
                {
                    // Who asks for nothing has it when there is something: the kernel need not be asked once more, unless for an error that it has to report.
                    error = buffer.IsEmpty && wait.HasWaited && me.FdWaiter.IsSound ? 0 : TryReceive(fd, buffer, out received);
                }

                if (error == 0)
                {
                    if (entry.Hint >= FdHint.Stream)
                    {
                        entry.Reader = me.NativeId;
                        Note(entry, received, length, !wait.HasWaited);
                    }

                    break;
                }

                if (error != SocketAttempts.Again)
                {
                    result = SocketAttempts.ToSocketError(error);
                    break;
                }

                if (isShut)
                {
                    received = 0;
                    break;
                }

                if (!wait.HasWaited)
                {
                    entry.FullReads.FoundNothing();
                }

                isShut = wait.HasWaited && entry.Hint < FdHint.Stream && SocketCall.IsShut(fd);
                if (!isShut)
                {
                    result = wait.For(handle, IoEvents.Read, Name, wish);
                }
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
            me.CountEager(received);
        }

        return result;
    }

    private static void Note(FdEntry entry, int received, int length, bool triedFirst)
    {
        if (triedFirst)
        {
            entry.FullReads.FoundData();
        }

        if (length == 0)
        {
            // Who asks for nothing waits until there is something, as SslStream does, and will not need to wait for it then.
            entry.Hint = FdHint.Stream;
            return;
        }

        bool isFull = received == length;
        entry.IsBulky = received >= SocketBatch.SlotSize;
        entry.FullReads.Note(isFull ? length : 0);
        entry.Hint = isFull || received == 0 ? FdHint.Stream : FdHint.Drained;
    }

    // A batch asks for no more than it has room for.
    private static int Taken(int result, out int received, ref int length)
    {
        received = Math.Max(result, 0);
        length = Math.Min(length, SocketBatch.SlotSize);
        return SocketAttempts.ErrorOf(result);
    }

    private static int TryReceive(int fd, Span<byte> buffer, out int received)
    {
        // The buffer is pinned for the call only: a parked green thread must not hold pieces of the heap in place.
        int count;
        int error;
        if (buffer.IsEmpty)
        {
            // As stock: not every protocol lets a receive of nothing wait (MPTCP does not).
            byte next;
            error = SystemNative.Receive(fd, &next, 1, (int)(SocketCall.DontWait | SocketFlags.Peek), &count);
            received = 0;
            return error;
        }

        fixed (byte* start = buffer)
        {
            error = SystemNative.Receive(fd, start, buffer.Length, (int)SocketCall.DontWait, &count);
        }

        received = count;
        return error;
    }

    private static SocketError Run(
        GreenThread me, object context, scoped ref Operation operation, ref SocketFlags flags, out int socketAddressLength, int timeout, out int received)
    {
        SocketError error = SocketCall.Run(me, context, ref operation, IoEvents.Read, timeout, Name, SocketCall.MayWait(flags));
        flags = operation.ReceivedFlags;
        socketAddressLength = operation.AddressLength;
        received = operation.Received;
        return error;
    }

    private ref struct Operation : ISocketOperation
    {
        internal Span<byte> Buffer;
        internal IList<ArraySegment<byte>>? Buffers;
        internal Memory<byte> Address;
        internal SocketFlags Flags;
        internal SocketFlags ReceivedFlags;
        internal int AddressLength;
        internal int Received;

        public static bool NeedsNonBlocking => false;

        public static bool EndsWhenShut => true;

        public readonly bool HasNoEvent => false;

        public readonly long Done => Received;

        public bool TryComplete(SafeSocketHandle handle, out SocketError error) =>
            SocketAttempts.ReceiveFrom(null, handle, Buffer, Buffers, SocketCall.WithoutWaiting(handle, Flags), Address.Span, out AddressLength, out Received, out ReceivedFlags, out error);

        public void End()
        {
            AddressLength = 0;
            Received = 0;
            ReceivedFlags = SocketFlags.None;
        }
    }
}
