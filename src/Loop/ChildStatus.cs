using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>How a process has ended.</summary>
public readonly record struct ChildStatus
{
    private readonly int _waitStatus;

    private ChildStatus(int waitStatus)
    {
        _waitStatus = waitStatus;
        IsKnown = true;
    }

    /// <summary>False if another part of the process, or of the system, has reaped it first, and the kernel is too old to tell
    /// nevertheless.</summary>
    public bool IsKnown { get; }

    /// <summary>What it returned from main or passed to exit; null if a signal has ended it, or the status is unknown.</summary>
    public int? ExitCode => IsKnown && (_waitStatus & 0x7f) == 0 ? _waitStatus >> 8 & 0xff : null;

    /// <summary>The number of the signal that has ended it; null if none has, or the status is unknown.</summary>
    public int? Signal => IsKnown && (_waitStatus & 0x7f) != 0 ? _waitStatus & 0x7f : null;

    /// <summary>Whether it left a core dump.</summary>
    public bool HasDumpedCore => (_waitStatus & 0x80) != 0;

    /// <summary>Reads the status of a process that has ended.</summary>
    internal static ChildStatus Read(int pidFd, bool reap)
    {
        if (Libc.TryWaitForExit(pidFd, reap, out int waitStatus))
        {
            return new ChildStatus(waitStatus);
        }
        return Libc.TryGetExitOfReaped(pidFd, out waitStatus) ? new ChildStatus(waitStatus) : default;
    }
}
