namespace Shim.Loop;

/// <summary>Takes the events that an <see cref="IPollBackend"/> finds. No callback runs inside it.</summary>
public interface IPollSink
{
    /// <summary>Tells that <paramref name="fd"/> is ready for <paramref name="events"/>; with <see cref="IoEvents.Error"/> among them,
    /// that it cannot be watched (it is closed), and that the loop is to stop its watchers (libev: <c>fd_kill</c>).</summary>
    public void Ready(int fd, IoEvents events);
}
