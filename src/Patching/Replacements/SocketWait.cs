using System.Diagnostics;
using System.Net.Sockets;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>
/// The waits of one blocking socket call: they share one time limit, which counts from the first of them (what came before did not
/// block).
/// </summary>
internal struct SocketWait
{
    private const long FirstPauseNanoseconds = 200_000;
    private const long LongestPauseNanoseconds = 5_000_000;

    private readonly GreenThread _green;
    private readonly int _milliseconds;
    private long _deadline;
    private long _pause;
    private bool _isOver;

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
        int fd = (int)handle.DangerousGetHandle();
        _green.Hub.EntryOf(fd).Meet(handle);
        return After(_green.Hub.WaitFd(_green, fd, events, Remaining(), operation, length));
    }

    /// <summary>The same for several descriptors.</summary>
    internal SocketError For(ReadOnlySpan<FdWaiter> waiters, string operation)
    {
        if (_isOver)
        {
            return SocketError.TimedOut;
        }

        HasWaited = true;
        return After(_green.Hub.WaitFds(_green, waiters, Remaining(), operation));
    }

    /// <summary>The same for what no event tells: parks for a while, longer each time.</summary>
    internal SocketError Pause(SafeSocketHandle handle, string operation)
    {
        if (_isOver)
        {
            return SocketError.TimedOut;
        }

        HasWaited = true;
        _pause = _pause == 0 ? FirstPauseNanoseconds : Math.Min(_pause * 2, LongestPauseNanoseconds);
        long left = Remaining();
        _isOver = left >= 0 && left <= _pause;
        _green.Park(_green.BeginWait(), _isOver ? left : _pause, operation, interruptible: false);
        return SocketHandle.IsClosing(handle) ? SocketError.OperationAborted : SocketError.Success;
    }

    private SocketError After(WakeReason reason)
    {
        _isOver = reason == WakeReason.TimedOut;
        return reason == WakeReason.Closed ? SocketError.OperationAborted : SocketError.Success;
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
