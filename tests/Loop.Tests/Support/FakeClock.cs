namespace Shim.Loop.Tests.Support;

/// <summary>Time that passes only when it is told to, when the fake backend waits, or when the loop sleeps.</summary>
internal sealed class FakeClock : IClock
{
    public long Now { get; private set; } = 1_000_000;

    /// <summary>How far the wall clock is ahead. To change it is to set the clock.</summary>
    public long WallOffset { get; set; } = 1_700_000_000_000_000_000;

    public long WallNow => Now + WallOffset;

    public List<long> Sleeps { get; } = [];

    public void Advance(long nanoseconds) => Now += nanoseconds;

    public void Sleep(long nanoseconds)
    {
        Sleeps.Add(nanoseconds);
        Advance(nanoseconds);
    }
}
