namespace Shim.Loop.Tests.Support;

internal enum NaiveKind
{
    Io,
    Timer,
    Periodic,
    Prepare,
    Check,
    Idle,
    Async,
    Fork,
}

internal sealed record NaiveWatcher(int Id, NaiveKind Kind, int Fd)
{
    public int Priority { get; set; }

    public bool IsActive { get; set; }

    /// <summary>When a timer or a periodic is due.</summary>
    public long At { get; set; }

    public long Repeat { get; set; }

    public long Offset { get; set; }

    public long Interval { get; set; }

    /// <summary>For a periodic with a reschedule callback, what that adds to now; else 0.</summary>
    public long Step { get; set; }

    public bool IsSent { get; set; }
}
