using System.Diagnostics;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>Reading and writing what has no size: pipes, FIFOs, terminals, devices. A green thread parks until the descriptor is ready.</summary>
/// <remarks>
/// <para>
/// Whoever inherited the descriptor shares its flags (a shell's terminal, a parent's pipe), so O_NONBLOCK must never be set on it. Pipes and
/// sockets take RWF_NOWAIT, and terminals can be opened once more. For the rest, such as FIFOs, the call is made when the descriptor is
/// ready, with no more than then fits; should another process be faster, the carrier blocks, as any thread would.
/// </para>
/// <para>
/// Where somebody did set it, calls are left alone and answer EAGAIN, as on stock .NET; but for the console's writes, after which the framework
/// would poll, and that is not patched. It is looked at again at each such call, for it may be cleared at any time. That it is set later is not
/// noticed: calls then go on waiting, and stop nobody.
/// </para>
/// <para>
/// Nobody tells the hub when a file is closed, so after a wait it is told to believe nothing of the number.
/// </para>
/// </remarks>
[StackTraceHidden]
internal static unsafe class StreamFiles
{
    // PIPE_BUF: what a pipe that is ready takes without waiting.
    private const int FittingBytes = 4096;

    private const long UnwatchedPauseNanoseconds = 5_000_000;

    /// <summary>A Read of a green thread that holds a reference on the handle.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Read(GreenThread me, FileFacts facts, in FileRequest request)
    {
        Settle(facts, request.Fd, isConsole: false);
        bool hasWaited = false;
        while (facts.Storage.ReadsNoWait)
        {
            long bytes = request.TryPerform();
            if (bytes == -Libc.Again)
            {
                Wait(me, request.Fd, IoEvents.Read, "read");
                hasWaited = true;
            }
            else if (Libc.IsRefusal(bytes))
            {
                facts.Storage.ReadsNoWait = false;
            }
            else
            {
                CountEager(me, hasWaited);
                return bytes;
            }
        }

        return ReadWhenReady(me, facts, request, "read", hasWaited);
    }

    /// <summary>The same for what cannot be told not to wait.</summary>
    internal static long ReadWhenReady(GreenThread me, FileFacts facts, in FileRequest request, string waitingFor, bool hasWaited = false)
    {
        // A read of no bytes never waits.
        while (facts.Storage.Kind == StorageKind.Stream && request.Count > 0)
        {
            bool isReady = IsReady(request.Fd, IoEvents.Read);
            if (TerminalReads.WaitOtherwise(facts, request.Fd, request.Count, isReady))
            {
                return FileWork.Run(request, FilePools.Peers, waitingFor);
            }

            if (isReady)
            {
                break;
            }

            Wait(me, request.Fd, IoEvents.Read, waitingFor);
            hasWaited = true;
        }

        long result = request.Perform();
        CountEager(me, hasWaited);
        return result;
    }

    /// <summary>A Write of a green thread that holds a reference on the handle; of less than asked for, perhaps.</summary>
    /// <param name="me">The calling green thread.</param>
    /// <param name="facts">What is known of the file.</param>
    /// <param name="request">What to write.</param>
    /// <param name="isConsole">Whether the handle is the console's, which is never closed.</param>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Write(GreenThread me, FileFacts facts, FileRequest request, bool isConsole)
    {
        Settle(facts, request.Fd, isConsole);
        bool hasWaited = false;
        while (facts.Storage.WritesNoWait)
        {
            long bytes = request.TryPerform();
            if (bytes == -Libc.Again)
            {
                Wait(me, request.Fd, IoEvents.Write, "write");
                hasWaited = true;
            }
            else if (Libc.IsRefusal(bytes))
            {
                facts.Storage.WritesNoWait = false;
            }
            else
            {
                CountEager(me, hasWaited);
                return bytes;
            }
        }

        if (facts.Storage.Kind == StorageKind.Stream)
        {
            if (facts.IsDevice)
            {
                return Devices.Write(me, facts, request, isConsole);
            }

            request.Count = Math.Min(request.Count, FittingBytes);
        }

        while (true)
        {
            hasWaited |= AwaitReady(me, facts, request.Fd, IoEvents.Write, "write");
            long result = request.Perform();
            if (result != -Libc.Again || !isConsole)
            {
                CountEager(me, hasWaited);
                return result;
            }

            // It is non-blocking, and another writer was faster.
            Wait(me, request.Fd, IoEvents.Write, "write");
            hasWaited = true;
        }
    }

    /// <summary>Parks until the descriptor is ready, or perhaps a little earlier.</summary>
    internal static void Wait(GreenThread me, nint fd, IoEvents events, string waitingFor)
    {
        // Before, as whoever had the number may have been closed by others than us, and afterwards, as this one may be.
        me.Hub.ForgetFd((int)fd);
        me.Hub.WaitFd(me, (int)fd, events, -1, waitingFor);
        me.Hub.ForgetFd((int)fd);

        // Woken by an error that is none: the kernel has no room to watch one more (fs.epoll.max_user_watches), and would say so again at once.
        if (!me.FdWaiter.IsSound && !IsReady(fd, events))
        {
            me.Park(me.BeginWait(), UnwatchedPauseNanoseconds, waitingFor, interruptible: false);
        }
    }

    /// <summary>What was found non-blocking is so no more once somebody cleared the flag; and never where the console is written to.</summary>
    internal static void Settle(FileFacts facts, nint fd, bool isConsole)
    {
        if (facts.Storage.Kind == StorageKind.NonBlocking && (isConsole || !Libc.IsNonBlocking(fd)))
        {
            facts.Storage.BecomeStream();
        }
    }

    /// <returns>Whether it had to wait.</returns>
    private static bool AwaitReady(GreenThread me, FileFacts facts, nint fd, IoEvents events, string waitingFor)
    {
        bool hasWaited = false;
        while (facts.Storage.Kind == StorageKind.Stream && !IsReady(fd, events))
        {
            Wait(me, fd, events, waitingFor);
            hasWaited = true;
        }

        return hasWaited;
    }

    // Asked first, because a wait costs a round of the loop; and afterwards, because what the loop saw may be out of date.
    internal static bool IsReady(nint fd, IoEvents events)
    {
        PollEntry entry = new() { Fd = (int)fd, Events = events == IoEvents.Read ? PollEntry.In : PollEntry.Out };
        uint triggered;
        return SystemNative.Poll(&entry, 1, 0, &triggered) != 0 || triggered != 0;
    }

    private static void CountEager(GreenThread me, bool hasWaited)
    {
        if (!hasWaited)
        {
            me.CountEager();
        }
    }
}
