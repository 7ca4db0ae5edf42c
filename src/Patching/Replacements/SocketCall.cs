using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>What every blocking call of a green thread on a socket has in common.</summary>
/// <remarks>
/// While it lasts, a reference on the handle is held, as the framework's interop does during a system call: closing the socket then
/// waits for it (see <see cref="SocketClose"/>), and the number of the descriptor cannot come to stand for another file under a parked
/// green thread.
/// </remarks>
internal static unsafe class SocketCall
{
    // Undocumented, but passed through by the framework's native half: MSG_DONTWAIT and MSG_ERRQUEUE.
    private const SocketFlags DontWait = (SocketFlags)0x1000;
    private const SocketFlags ErrorQueue = (SocketFlags)0x2000;

    // The numbers of System.Net.Sockets for SOL_SOCKET, SO_TYPE and SOCK_STREAM.
    private const int SocketLevel = 0xffff;
    private const int TypeOption = 0x1008;
    private const int StreamType = 1;

    private static bool s_isChecked;
    private static string? s_refusal;

    /// <summary>Checks, before anything is patched, that the private members are there. Null, or what is not as expected.</summary>
    internal static string? Probe()
    {
        if (!s_isChecked)
        {
            s_refusal = SocketProbe.Run();
            s_isChecked = true;
        }

        return s_refusal;
    }

    /// <summary>Attempts the operation until it is done, failed, or out of time.</summary>
    internal static SocketError Run<TOperation>(
        GreenThread me, object context, scoped ref TOperation operation, IoEvents events, int milliseconds, string name, bool mayWait = true)
        where TOperation : struct, ISocketOperation, allows ref struct
    {
        SafeSocketHandle handle = SocketContext.Handle(context);
        bool held = false;
        bool hasWaited = false;
        SocketError result;
        try
        {
            handle.DangerousAddRef(ref held);
            int fd = (int)handle.DangerousGetHandle();
            if (!SocketContext.IsNonBlocking(context))
            {
                SocketContext.SetNonBlocking(context);
            }

            SocketWait wait = new(me, milliseconds);
            while (!operation.TryComplete(handle, out result))
            {
                result = mayWait ? wait.For(fd, events, name) : SocketError.TimedOut;
                if (result != SocketError.Success)
                {
                    break;
                }
            }

            hasWaited = wait.HasWaited;
        }
        catch (ObjectDisposedException)
        {
            result = SocketError.OperationAborted;
        }
        catch (SocketException e)
        {
            result = e.SocketErrorCode;
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
            me.CountEager();
        }

        return result;
    }

    /// <summary>
    /// Whether a receive with these flags ever waits: an urgent byte that is announced but not there, and an empty error queue, end a
    /// blocking recv(2) at once (which stock reports as a timeout).
    /// </summary>
    internal static bool MayWait(SocketFlags flags) => (flags & (SocketFlags.OutOfBand | DontWait | ErrorQueue)) == 0;

    /// <summary>Before the first plain call on a descriptor: makes it non-blocking and finds out whether short reads mean anything on it.</summary>
    /// <exception cref="SocketException">fcntl(2) refused.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Prepare(object context, int fd, FdEntry entry)
    {
        if (!SocketContext.IsNonBlocking(context))
        {
            SocketContext.SetNonBlocking(context);
        }

        if (entry.Hint == FdHint.Unknown)
        {
            int type = 0;
            int length = sizeof(int);
            int error = SystemNative.GetSockOpt(fd, SocketLevel, TypeOption, (byte*)&type, &length);
            entry.Hint = error == 0 && type == StreamType ? FdHint.Stream : FdHint.Other;
        }
    }
}
