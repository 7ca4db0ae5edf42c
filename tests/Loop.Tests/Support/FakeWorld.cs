namespace Shim.Loop.Tests.Support;

internal sealed class FakeWorld : World
{
    private int _nextFd = 3;

    public FakeWorld()
    {
        Backend = new FakeBackend(Clock);
        Loop = new EventLoop(Backend, Clock);
    }

    public FakeClock Clock { get; } = new();

    public FakeBackend Backend { get; }

    public override EventLoop Loop { get; }

    public override int NewFd() => _nextFd++;

    public override int NewWritableFd()
    {
        Backend.SetReady(_nextFd, IoEvents.Write);
        return _nextFd++;
    }

    public override void MakeReadable(int fd) => Backend.SetReady(fd, IoEvents.Read);

    public override void Drain(int fd) => Backend.SetReady(fd, IoEvents.None);

    public override void Elapse(long nanoseconds) => Clock.Advance(nanoseconds);
}
