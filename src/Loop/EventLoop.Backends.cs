namespace Shim.Loop;

/// <content>Which backend a loop runs on.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// The environment variable that chooses for loops that are created without a choice: names, separated by commas, in any case:
    /// <c>epoll</c>, <c>poll</c>, <c>select</c>, <c>iouring</c>.
    /// </summary>
    public const string BackendVariable = "GREENSHIM_LOOP_BACKEND";

    /// <summary>Creates a loop on the best of <paramref name="allowed"/> that this machine supports, and the monotonic clock (libev:
    /// <c>ev_loop_new</c>). Looks at no environment variable. Any thread.</summary>
    /// <param name="allowed">One or several. The order of preference is io_uring, epoll, poll, select, but io_uring is for those
    /// who name it.</param>
    /// <exception cref="ArgumentException">None is named, or one that does not exist.</exception>
    /// <exception cref="PlatformNotSupportedException">None of them is supported; the message says why.</exception>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    public EventLoop(LoopBackends allowed)
        : this(BackendChoice.Create(allowed), MonotonicClock.Instance)
    {
    }

    /// <summary>What this library, this kernel and this process' permissions allow; io_uring is tried out when first asked for (libev:
    /// <c>ev_supported_backends</c>). Any thread.</summary>
    public static LoopBackends SupportedBackends => BackendChoice.Supported;

    /// <summary>
    /// What a loop chooses from unless told otherwise: all that is supported but io_uring, which is for those who ask for it (libev:
    /// <c>ev_recommended_backends</c>). Any thread.
    /// </summary>
    public static LoopBackends RecommendedBackends => BackendChoice.Recommended;

    /// <summary>What this loop runs on; None if that is somebody else's backend (libev: <c>ev_backend</c>). Any thread.</summary>
    public LoopBackends Backend => _backend.Kind;
}
