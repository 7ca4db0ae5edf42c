namespace Shim.Loop;

/// <summary>
/// Takes the loop back as soon as the backend has the first event: a backend reports from within its poll, when another thread may
/// still have the loop that was released for the wait.
/// </summary>
internal sealed class AcquiringSink(EventLoop loop, Action<EventLoop> release, Action<EventLoop> acquire) : IPollSink
{
    private bool _isReleased;

    public void Release()
    {
        release(loop);
        _isReleased = true;
    }

    public void Acquire()
    {
        if (_isReleased)
        {
            _isReleased = false;
            acquire(loop);
        }
    }

    public void Ready(int fd, IoEvents events)
    {
        Acquire();
        ((IPollSink)loop).Ready(fd, events);
    }
}
