namespace Shim.Loop.Tests.Support;

internal sealed class NoSink : IPollSink
{
    public void Ready(int fd, IoEvents events)
    {
    }
}
