using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>What every blocking call of a green thread on a socket has in common.</summary>
/// <remarks>
/// While it lasts, a reference on the handle is held, as the framework's interop does during a system call: closing the socket then
/// waits for it (see <see cref="SocketClose"/>), and the number of the descriptor cannot come to stand for another file under a parked
/// green thread.
/// <para>
/// No attempt may block, as it would hold the carrier. So each receive and send says MSG_DONTWAIT. O_NONBLOCK belongs to the open file, which other Sockets,
/// other libraries and other processes may share, and behave differently on; it is set only for calls that have no flags: accept, connect, sendfile, and
/// read and write of the pipes that System.IO.Pipes makes.
/// </para>
/// </remarks>
internal static unsafe class SocketCall
{
    // Undocumented, but passed through by the framework's native half: MSG_DONTWAIT and MSG_ERRQUEUE.
    internal const SocketFlags DontWait = (SocketFlags)0x1000;
    private const SocketFlags ErrorQueue = (SocketFlags)0x2000;

    // The numbers of System.Net.Sockets for SOL_SOCKET, SO_TYPE and SOCK_STREAM.
    private const int SocketLevel = 0xffff;
    private const int TypeOption = 0x1008;
    private const int StreamType = 1;

    private const short UnixFamily = 1; // AF_UNIX, <bits/socket.h>

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
            if ((TOperation.NeedsNonBlocking || !SocketHandle.IsSocket(handle)) && !SocketContext.IsNonBlocking(context))
            {
                SocketContext.SetNonBlocking(context);
            }

            SocketWait wait = new(me, milliseconds);
            bool isShut = false;
            long done = 0;
            while (!operation.TryComplete(handle, out result))
            {
                if (operation.Done > done)
                {
                    done = operation.Done;
                    wait.NoteProgress();
                }

                if (isShut)
                {
                    operation.End();
                    result = SocketError.Success;
                    break;
                }

                isShut = TOperation.EndsWhenShut && wait.HasWaited && IsShut(fd);
                if (!isShut)
                {
                    result = !mayWait ? SocketError.TimedOut : operation.HasNoEvent ? wait.Pause(handle, name) : wait.For(handle, events, name);
                    if (result != SocketError.Success)
                    {
                        break;
                    }
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
            me.CountEager((int)Math.Clamp(operation.Done, 0, int.MaxValue));
        }

        return result;
    }

    /// <summary>
    /// Whether a receive with these flags ever waits: an urgent byte that is announced but not there, and an empty error queue, end a
    /// blocking recv(2) at once (which stock reports as a timeout).
    /// </summary>
    internal static bool MayWait(SocketFlags flags) => (flags & (SocketFlags.OutOfBand | DontWait | ErrorQueue)) == 0;

    /// <summary>Whether it is the address of a Unix domain socket.</summary>
    internal static bool IsUnix(Memory<byte> address) => !address.IsEmpty && MemoryMarshal.Read<short>(address.Span) == UnixFamily;

    /// <summary>What an attempt passes on: a pipe knows no flags.</summary>
    internal static SocketFlags WithoutWaiting(SafeSocketHandle handle, SocketFlags flags) => SocketHandle.IsSocket(handle) ? flags | DontWait : flags;

    /// <summary>
    /// Whether the socket was shut for receiving. To be asked after a wait that brought nothing: a shut datagram socket counts as readable, and a receive
    /// that waits returns 0 from it, but one that does not wait is told EAGAIN (the kernel's __skb_try_recv_datagram looks at its queue alone). Then one more
    /// receive is due, as what came before the shutdown is still to be had: on what is no datagram socket, that tells the end.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool IsShut(int fd)
    {
        PollEntry entry = new() { Fd = fd, Events = PollEntry.ReadHangUp };
        return Libc.Poll(&entry, 1, 0) > 0 && (entry.Triggered & PollEntry.ReadHangUp) != 0;
    }

    /// <summary>Before the first plain receive through a handle: finds out whether short reads mean anything on its descriptor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Prepare(SafeSocketHandle handle, int fd, FdEntry entry)
    {
        entry.Meet(handle);
        if (entry.Hint == FdHint.Unknown)
        {
            int type = 0;
            int length = sizeof(int);
            int error = SystemNative.GetSockOpt(fd, SocketLevel, TypeOption, (byte*)&type, &length);
            entry.Hint = error == 0 && type == StreamType ? FdHint.Stream : FdHint.Other;
        }
    }
}
