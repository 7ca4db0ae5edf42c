namespace Shim.Loop;

/// <summary>Kinds of watchers, as a set: what <see cref="EventLoop.Walk"/> is asked for.</summary>
[Flags]
public enum WatcherKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="IoWatcher"/>.</summary>
    Io = 1,

    /// <summary><see cref="TimerWatcher"/>.</summary>
    Timer = 1 << 1,

    /// <summary><see cref="PeriodicWatcher"/>.</summary>
    Periodic = 1 << 2,

    /// <summary><see cref="SignalWatcher"/>.</summary>
    Signal = 1 << 3,

    /// <summary><see cref="ChildWatcher"/>.</summary>
    Child = 1 << 4,

    /// <summary><see cref="StatWatcher"/>.</summary>
    Stat = 1 << 5,

    /// <summary><see cref="IdleWatcher"/>.</summary>
    Idle = 1 << 6,

    /// <summary><see cref="PrepareWatcher"/>.</summary>
    Prepare = 1 << 7,

    /// <summary><see cref="CheckWatcher"/>.</summary>
    Check = 1 << 8,

    /// <summary><see cref="EmbedWatcher"/>.</summary>
    Embed = 1 << 9,

    /// <summary><see cref="ForkWatcher"/>.</summary>
    Fork = 1 << 10,

    /// <summary><see cref="CleanupWatcher"/>.</summary>
    Cleanup = 1 << 11,

    /// <summary><see cref="AsyncWatcher"/>.</summary>
    Async = 1 << 12,

    /// <summary>All of them.</summary>
    All = (1 << 13) - 1,
}
