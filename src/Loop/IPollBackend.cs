namespace Shim.Loop;

/// <summary>
/// The kernel's readiness interface, reduced to what the loop needs of it (libev: <c>backend_modify</c>, <c>backend_poll</c>,
/// <c>backend_fork</c>). All members but <see cref="Wake"/> are called by one thread at a time, and never from within each other.
/// </summary>
public interface IPollBackend : IDisposable
{
    /// <summary>Which of the library's own backends this is; None for any other.</summary>
    public LoopBackends Kind => LoopBackends.None;

    /// <summary>The descriptor that another loop can poll to learn that this one has events; -1 if there is none.</summary>
    public int Descriptor { get; }

    /// <summary>Changes what the backend reports for <paramref name="fd"/>.</summary>
    /// <param name="fd">A descriptor, not negative, but not necessarily open.</param>
    /// <param name="oldEvents">What was asked for before.</param>
    /// <param name="newEvents">A combination of Read and Write; None ends the interest.</param>
    /// <param name="mayBeNewFile">The number may stand for another file than before, so that the kernel has to be asked even if nothing
    /// else seems to have changed.</param>
    /// <returns>0, or a negative errno: the descriptor cannot be watched, and the backend has forgotten it.</returns>
    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents, bool mayBeNewFile);

    /// <summary>Waits for events and reports them. Returns early on a signal or on <see cref="Wake"/>.</summary>
    /// <param name="timeoutNs">The longest wait in nanoseconds; 0 does not wait.</param>
    /// <param name="sink">Is told about each ready descriptor, level-triggered: again on each call as long as it is ready.
    /// Learns of a descriptor that turns out to be closed, too.</param>
    /// <returns>False when the kernel's view has come apart from what was asked for: the loop will call <see cref="Recreate"/>
    /// before it polls again.</returns>
    public bool Poll(long timeoutNs, IPollSink sink);

    /// <summary>Whether there are events that <see cref="Descriptor"/> does not show, so that nobody may wait for it.</summary>
    public bool HasHiddenEvents => false;

    /// <summary>Starts again with an empty set; the loop then asks anew for all it wants (also the way to survive a fork).</summary>
    public void Recreate();

    /// <summary>Ends the running, or else the next, <see cref="Poll"/>. Callable from any thread, also during and after
    /// Dispose.</summary>
    public void Wake();
}
