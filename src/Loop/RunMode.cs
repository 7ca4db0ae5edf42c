namespace Shim.Loop;

/// <summary>How long <see cref="EventLoop.Run"/> goes on.</summary>
public enum RunMode
{
    /// <summary>Until no referenced watcher is active, or until <see cref="EventLoop.Break"/>.</summary>
    Default,

    /// <summary>One iteration that does not wait (libev: <c>EVRUN_NOWAIT</c>).</summary>
    NoWait,

    /// <summary>One iteration that waits for at least one event, if need be (libev: <c>EVRUN_ONCE</c>).</summary>
    Once,
}
