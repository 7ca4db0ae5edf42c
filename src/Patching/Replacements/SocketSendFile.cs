using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces <c>SocketAsyncContext.SendFile</c>.</summary>
/// <remarks>
/// sendfile(2) may still wait for the disk that the file is on. One that waits, as stock's does, keeps to itself what error ended it when it has sent a part
/// by then: stock calls once more, and reports what that meets, which after a reset is EPIPE.
/// </remarks>
internal static unsafe class SocketSendFile
{
    internal static nint s_sendFile;

    internal static string? Probe() => SocketCall.Probe();

    internal static SocketError SendFile(object context, SafeFileHandle file, long offset, long count, int timeout, out long sent)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsSendIdle(context))
        {
            return ((delegate*<object, SafeFileHandle, long, long, int, out long, SocketError>)s_sendFile)(
                context, file, offset, count, timeout, out sent);
        }

        Operation operation = new() { File = file, Offset = offset, Count = count };
        SocketError error = SocketCall.Run(me, context, ref operation, IoEvents.Write, timeout, "Socket.SendFile");
        sent = operation.Sent;
        return error;
    }

    private struct Operation : ISocketOperation
    {
        internal SafeFileHandle File;
        internal long Offset;
        internal long Count;
        internal long Sent;
        private long _sentBefore;

        public static bool NeedsNonBlocking => true;

        public static bool EndsWhenShut => false;

        public readonly bool HasNoEvent => false;

        public readonly long Done => Sent;

        public bool TryComplete(SafeSocketHandle handle, out SocketError error)
        {
            while (true)
            {
                bool done = SocketAttempts.SendFile(null, handle, File, ref Offset, ref Count, ref Sent, out error);
                if (!done || error == SocketError.Success || Sent == _sentBefore)
                {
                    return done;
                }

                _sentBefore = Sent;
            }
        }

        public void End()
        {
        }
    }
}
