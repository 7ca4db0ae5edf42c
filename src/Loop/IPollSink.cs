namespace Shim.Loop;

/// <summary>Takes the events that an <see cref="IPollBackend"/> finds. No callback runs inside it.</summary>
public interface IPollSink
{
    /// <summary>Tells that <paramref name="fd"/> is ready for <paramref name="events"/>.</summary>
    public void Ready(int fd, IoEvents events);
}
