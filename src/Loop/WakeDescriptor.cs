using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// The eventfd by which any thread ends a backend's wait. It outlives new sets, and is held while it is written: were it closed,
/// and its number reused, between a caller's decision and the write, the write would go to a stranger.
/// </summary>
internal sealed class WakeDescriptor : IDisposable
{
    private readonly DescriptorHandle _handle =
        DescriptorHandle.Own(Libc.EventFd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "eventfd");

    public int Fd => _handle.Fd;

    /// <summary>Makes it readable. Callable from any thread, also during and after Dispose.</summary>
    public void Write()
    {
        bool isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
            _ = Libc.WriteOne(_handle.Fd); // It can only fail by overflow, after 2^64 writes.
        }
        catch (ObjectDisposedException)
        {
            // There is no loop left to wake.
        }
        finally
        {
            if (isHeld)
            {
                _handle.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Another in its place: after a fork parent and child have one together, and whoever drains it takes the other's wake-up (those who never read it
    /// can keep it). Not while the backend may be waiting: a wake-up that is on its way to the old one is of a wait that is over.
    /// </summary>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public WakeDescriptor Renew()
    {
        // In this order, so that it works on the last descriptor that the process may have.
        Dispose();
        return new WakeDescriptor();
    }

    /// <summary>Makes it unreadable, for those who would be told of it again and again.</summary>
    public void Drain() => _ = Libc.ReadCounter(_handle.Fd); // It can only fail if it is not readable.

    public void Dispose() => _handle.Dispose();
}
