using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>How a hub is set up.</summary>
public sealed record HubOptions
{
    /// <summary>
    /// Which switcher: <c>auto</c>, <c>stack</c>, <c>stack-fs</c>, <c>stack-tls</c> or <c>thread</c>. <c>auto</c> takes <c>stack</c> where its
    /// self-test passes, and <c>stack</c> the faster one of its two kinds: <c>stack-fs</c> where the processor and the kernel have FSGSBASE, else <c>stack-tls</c>.
    /// </summary>
    public string Switcher { get; init; } = "auto";

    /// <summary>
    /// How long a green thread may keep the carrier, in milliseconds from 1, before the others go on without it on a spare one.
    /// 20 by default: a human does not notice it, and no well-behaved green thread reaches it.
    /// </summary>
    public int WatchdogMilliseconds { get; init; } = 20;

    /// <summary>
    /// Run one green thread at a time: one that blocks natively or burns CPU stops all others, as in gevent. The role is handed over by a
    /// <see cref="BlockingRegion"/> only, which some replacements make, too (docs/limits.md lists their calls), and, by the watchdog, where a green thread
    /// waits for a native mutex, whose holder may be parked.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// Make <see cref="Hub.SynchronizationContext"/> the current context of every green thread, so that <c>await</c> there continues on a green
    /// thread. Otherwise it continues where stock .NET does: on the thread pool.
    /// </summary>
    public bool ContinueOnHub { get; init; }

    /// <summary>
    /// How long a signal waits, in milliseconds from 1, for the loop to come round and have its handlers run on a green thread. After that they run on a
    /// thread of the runtime, as on stock .NET. 500 by default.
    /// </summary>
    public int SignalMilliseconds { get; init; } = 500;

    /// <summary>
    /// Make the receives and sends of green threads that are ready at the same time by one system call, through io_uring. True by default; it has no effect
    /// where io_uring cannot be had, where a filter of system calls is in force, and on the thread switcher.
    /// </summary>
    public bool BatchesSockets { get; init; } = true;

    /// <summary>
    /// How long the hub may go on looking, in microseconds, before it sleeps, where its waits have been that short and looking on has been worth it
    /// (<see cref="Shim.Loop.EventLoop.SpinTime"/>). 100 by default; 0: it sleeps at once.
    /// </summary>
    public int SpinMicroseconds { get; init; } = 100;

    /// <summary>What else has to be done early, but keeps nobody waiting: called once, on a native thread of its own. Throws nothing.</summary>
    internal Action? InBackground { get; init; }

    /// <summary>
    /// Reads <c>GREENSHIM_SWITCHER</c>, <c>GREENSHIM_WATCHDOG_MS</c>, <c>GREENSHIM_STRICT</c>,
    /// <c>GREENSHIM_SIGNAL_MS</c>, <c>GREENSHIM_CONTINUE_ON_HUB</c>, <c>GREENSHIM_SOCKET_BATCHES</c> and <c>GREENSHIM_SPIN_US</c>.
    /// </summary>
    /// <exception cref="FormatException">A variable holds something that it cannot; the message names it.</exception>
    public static HubOptions FromEnvironment()
    {
        HubOptions defaults = new();
        string? switcher = Environment.GetEnvironmentVariable(SwitcherChoice.Variable);
        return new HubOptions
        {
            Switcher = string.IsNullOrEmpty(switcher) ? defaults.Switcher : switcher,
            WatchdogMilliseconds = EnvironmentNumber.Read("GREENSHIM_WATCHDOG_MS", "milliseconds", 1) ?? defaults.WatchdogMilliseconds,
            SignalMilliseconds = EnvironmentNumber.Read("GREENSHIM_SIGNAL_MS", "milliseconds", 1) ?? defaults.SignalMilliseconds,
            SpinMicroseconds = EnvironmentNumber.Read("GREENSHIM_SPIN_US", "microseconds", 0) ?? defaults.SpinMicroseconds,
            IsStrict = EnvironmentSwitch.IsOn("GREENSHIM_STRICT"),
            ContinueOnHub = EnvironmentSwitch.IsOn("GREENSHIM_CONTINUE_ON_HUB"),
            BatchesSockets = EnvironmentSwitch.IsOn("GREENSHIM_SOCKET_BATCHES", defaults.BatchesSockets),
        };
    }

    /// <exception cref="ArgumentOutOfRangeException">A time is shorter than it can be; the message names it.</exception>
    internal void ThrowIfWrong()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WatchdogMilliseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SignalMilliseconds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(SpinMicroseconds);
    }
}
