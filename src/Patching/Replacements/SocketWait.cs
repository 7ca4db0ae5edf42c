using System.Diagnostics;
using System.Net.Sockets;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>
/// The waits of one blocking socket call: they share one time limit, which counts from the first of them (what came before did not
/// block).
/// </summary>
/// <remarks>
/// A wait that ended because of an error or a hang-up, after which the call finds that it would have to wait nevertheless, is followed by a pause. Else it
/// might end at once again and again: the kernel reports a socket that has something in its error queue (IP_RECVERR, SO_TIMESTAMPING, MSG_ZEROCOPY)
/// until somebody reads that, and a descriptor that it has no room to watch cannot be waited for at all. What comes meanwhile is found after the pause,
/// which is about as long as the call has waited already since it last got on, and 20 ms at most.
/// </remarks>
internal struct SocketWait
{
    private const long FirstPauseNanoseconds = 200_000;
    private const long LongestPauseNanoseconds = 5_000_000;
    private const long LongestUnsoundPauseNanoseconds = 20_000_000; // twice as many turns of the loop, and hardly anybody's

    private readonly GreenThread _green;
    private readonly int _milliseconds;
    private long _deadline;
    private long _pause;
    private bool _isOver;
    private bool _isUnsound;

    /// <param name="green">The calling green thread.</param>
    /// <param name="milliseconds">The limit, -1 for none.</param>
    internal SocketWait(GreenThread green, int milliseconds)
    {
        _green = green;
        _milliseconds = milliseconds;
    }

    /// <summary>Whether the call had to wait.</summary>
    internal bool HasWaited { get; private set; }

    /// <summary>
    /// Parks until the next attempt makes sense. Success: try again, which may be in vain, and once more after the time has passed (the
    /// loop may be late, and what came in time must not be lost). Else the error that the call ends with.
    /// </summary>
    /// <param name="handle">The caller holds a reference on it until this returns.</param>
    /// <param name="events">Read or Write.</param>
    /// <param name="operation">For dumps.</param>
    /// <param name="length">How much a stream's reader is going to ask for; it must look for it with <see cref="Hub.TryTakeReceived"/>. 0 for all others.</param>
    internal SocketError For(SafeSocketHandle handle, IoEvents events, string operation, int length = 0)
    {
        if (_isOver)
        {
            return SocketError.TimedOut;
        }

        HasWaited = true;
        if (_isUnsound)
        {
            return Pause(handle, operation, LongestUnsoundPauseNanoseconds);
        }

        int fd = (int)handle.DangerousGetHandle();
        _green.Hub.EntryOf(fd).Meet(handle);
        WakeReason reason = _green.Hub.WaitFd(_green, fd, events, Remaining(), operation, length);
        _isOver = reason == WakeReason.TimedOut;
        _isUnsound = !_green.FdWaiter.IsSound;

        // The note may be late, and have been meant for another handle, which had the number before.
        return reason == WakeReason.Closed && SocketHandle.IsClosing(handle) ? SocketError.OperationAborted : SocketError.Success;
    }

    /// <summary>The call has got further since the last wait: that was not in vain. What comes now counts as if the call began here.</summary>
    internal void NoteProgress()
    {
        _isUnsound = false;
        _pause = 0;
    }

    /// <summary>The same for several descriptors. It does not end because one of them is closed: the next attempt tells.</summary>
    internal SocketError For(ReadOnlySpan<FdWaiter> waiters, string operation)
    {
        if (_isOver)
        {
            return SocketError.TimedOut;
        }

        HasWaited = true;
        if (_isUnsound)
        {
            Pause(operation, LongestUnsoundPauseNanoseconds);
            return SocketError.Success;
        }

        _isOver = _green.Hub.WaitFds(_green, waiters, Remaining(), operation) == WakeReason.TimedOut;
        _isUnsound = true;
        foreach (FdWaiter waiter in waiters)
        {
            _isUnsound &= !waiter.IsSound;
        }

        return SocketError.Success;
    }

    /// <summary>The same for what no event tells: parks for a while, longer each time.</summary>
    internal SocketError Pause(SafeSocketHandle handle, string operation)
    {
        if (_isOver)
        {
            return SocketError.TimedOut;
        }

        HasWaited = true;
        return Pause(handle, operation, LongestPauseNanoseconds);
    }

    private SocketError Pause(SafeSocketHandle handle, string operation, long longest)
    {
        Pause(operation, longest);
        return SocketHandle.IsClosing(handle) ? SocketError.OperationAborted : SocketError.Success;
    }

    private void Pause(string operation, long longest)
    {
        _isUnsound = false;
        _pause = _pause == 0 ? FirstPauseNanoseconds : Math.Min(_pause * 2, longest);
        long left = Remaining();
        _isOver = left >= 0 && left <= _pause;
        _green.Park(_green.BeginWait(), _isOver ? left : _pause, operation, interruptible: false);
    }

    private long Remaining()
    {
        if (_milliseconds < 0)
        {
            return -1;
        }

        long now = Stopwatch.GetTimestamp();
        if (_deadline == 0)
        {
            _deadline = now + (_milliseconds * (Stopwatch.Frequency / 1000));
        }

        return Math.Max(_deadline - now, 0) * (1_000_000_000 / Stopwatch.Frequency);
    }
}
