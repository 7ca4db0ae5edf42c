using System.Collections;
using System.Net.Sockets;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>Replaces <c>SocketPal.Select</c>: asks poll(2) without waiting, parks on all descriptors, asks again.</summary>
internal static unsafe class SocketSelect
{
    internal static nint s_select;

    internal static string? Probe() => SocketCall.Probe();

    internal static SocketError Select(IList? checkRead, IList? checkWrite, IList? checkError, int microseconds)
    {
        int milliseconds = microseconds == -1 ? -1 : microseconds / 1000;
        if (milliseconds is 0 or < -1 || GreenThread.Current is not { } me
            || !IsAllSockets(checkRead) || !IsAllSockets(checkWrite) || !IsAllSockets(checkError))
        {
            // Nothing to wait for, or something to throw for.
            return ((delegate*<IList?, IList?, IList?, int, SocketError>)s_select)(checkRead, checkWrite, checkError, microseconds);
        }

        int reads = checkRead?.Count ?? 0;
        int writes = checkWrite?.Count ?? 0;
        int errors = checkError?.Count ?? 0;
        PollEntry[] entries = new PollEntry[checked(reads + writes + errors)];
        SafeSocketHandle[] held = new SafeSocketHandle[entries.Length];
        int count = 0;
        bool hasWaited;
        try
        {
            Hold(checkRead, PollEntry.In | PollEntry.HangUp, entries, held, ref count);
            Hold(checkWrite, PollEntry.Out, entries, held, ref count);
            Hold(checkError, PollEntry.Priority, entries, held, ref count);
            SocketError error = Wait(me, entries, held, milliseconds, out uint triggered, out hasWaited);
            if (error != SocketError.Success)
            {
                return error;
            }

            if (triggered == 0)
            {
                checkRead?.Clear();
                checkWrite?.Clear();
                checkError?.Clear();
            }
            else
            {
                NoteReadable(me, entries.AsSpan(0, reads));
                Filter(checkRead, entries.AsSpan(0, reads), PollEntry.In | PollEntry.HangUp);
                Filter(checkWrite, entries.AsSpan(0, reads + writes), PollEntry.Out);
                Filter(checkError, entries, PollEntry.Priority | PollEntry.Error);
            }
        }
        finally
        {
            for (int i = 0; i < count; i++)
            {
                held[i].DangerousRelease();
            }
        }

        if (!hasWaited)
        {
            me.CountEager();
        }

        return SocketError.Success;
    }

    private static SocketError Wait(GreenThread me, PollEntry[] entries, SafeSocketHandle[] handles, int milliseconds, out uint triggered, out bool hasWaited)
    {
        SocketWait wait = new(me, milliseconds);
        SocketPollSet? set = null;
        try
        {
            while (true)
            {
                uint count = 0;
                int error;
                fixed (PollEntry* first = entries)
                {
                    error = SystemNative.Poll(first, (uint)entries.Length, 0, &count);
                }

                triggered = count;
                hasWaited = wait.HasWaited;
                if (error != 0)
                {
                    return SocketAttempts.ToSocketError(error);
                }

                if (count != 0)
                {
                    return SocketError.Success;
                }

                set ??= new SocketPollSet(me, entries, handles);
                if (wait.For(set.Waiters, "Socket.Select") == SocketError.TimedOut)
                {
                    return SocketError.Success;
                }
            }
        }
        finally
        {
            set?.Dispose();
        }
    }

    private static bool IsAllSockets(IList? list)
    {
        for (int i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not Socket)
            {
                return false;
            }
        }

        return true;
    }

    private static void Hold(IList? list, short events, PollEntry[] entries, SafeSocketHandle[] held, ref int count)
    {
        for (int i = 0; i < (list?.Count ?? 0); i++)
        {
            SafeSocketHandle handle = SocketHandle.Of((Socket)list![i]!);
            bool added = false;
            handle.DangerousAddRef(ref added);
            held[count] = handle;
            entries[count++] = new PollEntry { Fd = (int)handle.DangerousGetHandle(), Events = events };
        }
    }

    private static void NoteReadable(GreenThread me, ReadOnlySpan<PollEntry> entries)
    {
        foreach (PollEntry entry in entries)
        {
            if ((entry.Triggered & PollEntry.In) != 0)
            {
                SocketPollSet.NoteReadable(me, entry.Fd);
            }
        }
    }

    // As stock: by the list's own length, which is shorter than when it was asked for if the same list was given twice; from the last of its entries back.
    private static void Filter(IList? list, ReadOnlySpan<PollEntry> entries, short wanted)
    {
        int last = entries.Length - 1;
        for (int i = (list?.Count ?? 0) - 1; i >= 0; i--, last--)
        {
            if ((entries[last].Triggered & wanted) == 0)
            {
                list!.RemoveAt(i);
            }
        }
    }
}
