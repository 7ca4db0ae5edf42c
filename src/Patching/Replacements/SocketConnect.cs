using System.Net.Sockets;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces <c>SocketAsyncContext.Connect</c>.</summary>
internal static unsafe class SocketConnect
{
    internal static nint s_connect;

    private const string Name = "Socket.Connect";

    internal static string? Probe() => SocketCall.Probe();

    /// <remarks>A blocking connect(2) obeys SO_SNDTIMEO, so SendTimeout is its limit, as on stock.</remarks>
    internal static SocketError Connect(object context, Memory<byte> socketAddress)
    {
        if (GreenThread.Current is not { } me || !SocketContext.IsSendIdle(context))
        {
            return ((delegate*<object, Memory<byte>, SocketError>)s_connect)(context, socketAddress);
        }

        SafeSocketHandle handle = SocketContext.Handle(context);
        bool held = false;
        SocketError error;
        bool hasWaited;
        try
        {
            // Here a closed handle throws, on stock, too.
            handle.DangerousAddRef(ref held);
            if (!SocketContext.IsNonBlocking(context))
            {
                SocketContext.SetNonBlocking(context);
            }

            SocketWait wait = new(me, SocketHandle.SendTimeout(handle));
            bool isDone = Start(ref wait, handle, socketAddress, out error);
            while (!isDone)
            {
                error = wait.For(handle, IoEvents.Write, Name);
                isDone = error != SocketError.Success || Finish(handle, socketAddress, out error);
            }

            hasWaited = wait.HasWaited;
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }

        SocketHandle.RegisterConnectResult(handle, error);
        if (!hasWaited)
        {
            me.CountEager();
        }

        return error;
    }

    /// <summary>
    /// Calls connect(2) again, which is how Linux tells the outcome of one under way. Asking for SO_ERROR, as asynchronous connects do,
    /// would leave a refused socket as if it had been shut down: a receive on it would find the end of a stream, not ENOTCONN.
    /// </summary>
    private static bool Finish(SafeSocketHandle handle, Memory<byte> address, out SocketError error) =>
        SocketAttempts.StartConnect(null, handle, address, out error) && error != SocketError.AlreadyInProgress;

    /// <summary>
    /// A Unix domain socket does not connect in the background: while the backlog is full, connect(2) answers EAGAIN on a non-blocking
    /// one, and no event tells when there is room. So: ask again, less and less often. After SendTimeout the last answer is what stock's connect(2) gives then, too.
    /// </summary>
    private static bool Start(scoped ref SocketWait wait, SafeSocketHandle handle, Memory<byte> address, out SocketError error)
    {
        while (true)
        {
            bool started = SocketAttempts.StartConnect(null, handle, address, out error);
            if (!started || error != SocketError.WouldBlock || !SocketCall.IsUnix(address))
            {
                return started;
            }

            SocketError pause = wait.Pause(handle, Name);
            if (pause != SocketError.Success)
            {
                error = pause == SocketError.TimedOut ? error : pause;
                return true;
            }
        }
    }
}
