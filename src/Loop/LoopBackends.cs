namespace Shim.Loop;

/// <summary>
/// The kernel interfaces that a loop can run on, as a set. The values are those of libev's <c>EVBACKEND_*</c>. What this machine has is
/// told by <see cref="EventLoop.SupportedBackends"/>, what a loop takes unless told otherwise by
/// <see cref="EventLoop.RecommendedBackends"/>.
/// </summary>
[Flags]
public enum LoopBackends
{
    /// <summary>None of them: what a loop says that runs on a backend of somebody else's.</summary>
    None = 0,

    /// <summary>select: for comparison, and for where nothing else is allowed. Each poll takes time proportional to the highest
    /// descriptor.</summary>
    Select = 1,

    /// <summary>poll: each poll takes time proportional to the number of descriptors.</summary>
    Poll = 2,

    /// <summary>epoll: each poll takes time proportional to the number of events.</summary>
    Epoll = 4,

    /// <summary>io_uring, Linux 5.13 and later: poll requests that are submitted together with the wait. Only for those who name
    /// it.</summary>
    IoUring = 128,
}
