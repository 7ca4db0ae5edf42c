namespace Shim.Loop;

/// <summary>What a watcher waits for, and what its callback is told happened. The values are those of libev's <c>EV_*</c>.</summary>
[Flags]
public enum IoEvents
{
    /// <summary>Nothing. An io watcher may be started for nothing; it then only hears of what is fed to it.</summary>
    None = 0,

    /// <summary>The descriptor can be read, accepted from, or has an error or a hang-up to report.</summary>
    Read = 1,

    /// <summary>The descriptor can be written, is connected, or has an error or a hang-up to report.</summary>
    Write = 2,

    /// <summary>A timer is due.</summary>
    Timer = 0x100,

    /// <summary>A time of the wall clock has come.</summary>
    Periodic = 0x200,

    /// <summary>The process got a signal.</summary>
    Signal = 0x400,

    /// <summary>A process has ended.</summary>
    Child = 0x800,

    /// <summary>The attributes of a path have changed.</summary>
    Stat = 0x1000,

    /// <summary>Nothing of the same or a higher priority was pending.</summary>
    Idle = 0x2000,

    /// <summary>The loop is about to poll.</summary>
    Prepare = 0x4000,

    /// <summary>The loop has just polled.</summary>
    Check = 0x8000,

    /// <summary>The embedded loop has something to do.</summary>
    Embed = 0x10000,

    /// <summary>The process was forked, and this is the child.</summary>
    Fork = 0x20000,

    /// <summary>The loop is being disposed.</summary>
    Cleanup = 0x40000,

    /// <summary><see cref="AsyncWatcher.Send"/> was called.</summary>
    Async = 0x80000,

    /// <summary>Never sent by the loop: for the use of those who call <see cref="EventLoop.FeedEvent"/>.</summary>
    Custom = 0x1000000,

    /// <summary>The loop had to stop the watcher, for example because its descriptor is closed. Comes with Read and Write.</summary>
    Error = 1 << 31,
}
