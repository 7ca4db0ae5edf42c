namespace Shim.Loop.Tests.Support;

internal enum NaiveKind
{
    Io,
    Timer,
    Prepare,
    Check,
    Idle,
}

internal sealed record NaiveWatcher(int Id, NaiveKind Kind, int Priority, int Fd)
{
    public bool IsActive { get; set; }

    public long At { get; set; }

    public long Repeat { get; set; }
}
