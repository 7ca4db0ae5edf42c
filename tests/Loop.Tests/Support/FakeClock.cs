namespace Shim.Loop.Tests.Support;

/// <summary>Time that passes only when it is told to, or when the fake backend waits.</summary>
internal sealed class FakeClock : IClock
{
    public long Now { get; private set; } = 1_000_000;

    public void Advance(long nanoseconds) => Now += nanoseconds;
}
