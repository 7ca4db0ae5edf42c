using System.Net.Sockets;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces <c>SocketPal.Poll</c>: asks poll(2) without waiting, parks, asks again.</summary>
internal static unsafe class SocketPoll
{
    internal static nint s_poll;

    internal static string? Probe() => SocketCall.Probe();

    internal static SocketError Poll(SafeSocketHandle handle, int microseconds, SelectMode mode, out bool status)
    {
        // Stock drops what is not a whole millisecond. What needs no waiting, or is refused, is the original's.
        int milliseconds = microseconds == -1 ? -1 : microseconds / 1000;
        if (milliseconds is 0 or < -1 || GreenThread.Current is not { } me || mode is < SelectMode.SelectRead or > SelectMode.SelectError)
        {
            return ((delegate*<SafeSocketHandle, int, SelectMode, out bool, SocketError>)s_poll)(handle, microseconds, mode, out status);
        }

        status = false;
        bool held = false;
        bool hasWaited;
        SocketPollSet? set = null;
        try
        {
            handle.DangerousAddRef(ref held);
            int fd = (int)handle.DangerousGetHandle();
            PollEntry entry = new() { Fd = fd, Events = EventsOf(mode) };
            SocketWait wait = new(me, milliseconds);
            while (true)
            {
                uint triggered;
                int error = SystemNative.Poll(&entry, 1, 0, &triggered);
                if (error != 0)
                {
                    return SocketAttempts.ToSocketError(error);
                }

                if (triggered != 0)
                {
                    break;
                }

                set ??= new SocketPollSet(me, [entry], [handle]);
                if (wait.For(set.Waiters, "Socket.Poll") == SocketError.TimedOut)
                {
                    return SocketError.Success;
                }
            }

            status = (entry.Triggered & WantedOf(mode)) != 0;
            hasWaited = wait.HasWaited;
            if (status && mode == SelectMode.SelectRead)
            {
                SocketPollSet.NoteReadable(me, fd);
            }
        }
        finally
        {
            set?.Dispose();
            if (held)
            {
                handle.DangerousRelease();
            }
        }

        if (!hasWaited)
        {
            me.CountEager();
        }

        return SocketError.Success;
    }

    private static short EventsOf(SelectMode mode) => mode switch
    {
        SelectMode.SelectRead => PollEntry.In,
        SelectMode.SelectWrite => PollEntry.Out,
        _ => PollEntry.Priority,
    };

    private static short WantedOf(SelectMode mode) => mode switch
    {
        SelectMode.SelectRead => PollEntry.In | PollEntry.HangUp,
        SelectMode.SelectWrite => PollEntry.Out,
        _ => PollEntry.Priority | PollEntry.Error,
    };
}
