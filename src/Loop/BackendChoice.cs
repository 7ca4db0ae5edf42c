namespace Shim.Loop;

/// <summary>Finds the backend for a loop, from what it is allowed, what the machine has and what the environment says.</summary>
internal static class BackendChoice
{
    private const LoopBackends All = LoopBackends.Epoll | LoopBackends.Poll | LoopBackends.Select | LoopBackends.IoUring;

    /// <summary>eventfd, by which all of them are woken, is Linux's, so none is supported elsewhere.</summary>
    public static LoopBackends Recommended =>
        OperatingSystem.IsLinux() ? LoopBackends.Epoll | LoopBackends.Poll | LoopBackends.Select : LoopBackends.None;

    public static LoopBackends Supported =>
        OperatingSystem.IsLinux() && IoUringBackend.Refusal is null ? Recommended | LoopBackends.IoUring : Recommended;

    /// <summary>For a loop without a choice of its own.</summary>
    /// <exception cref="ArgumentException">What the environment says names no backend.</exception>
    public static IPollBackend CreateDefault() => Create(Default());

    /// <summary>Throws what <see cref="CreateDefault"/> would for what the environment says.</summary>
    /// <exception cref="ArgumentException">As there.</exception>
    public static void Check() => _ = Default();

    private static LoopBackends Default()
    {
        string? names = Environment.GetEnvironmentVariable(EventLoop.BackendVariable);
        return string.IsNullOrWhiteSpace(names) ? Recommended : Parse(names);
    }

    public static IPollBackend Create(LoopBackends allowed)
    {
        if (allowed == LoopBackends.None || (allowed & ~All) != 0)
        {
            throw new ArgumentException($"'{allowed}' names no backend of the event loop; there are {All}.", nameof(allowed));
        }
        // Not Supported, as that has to try out an io_uring that nobody asked for.
        LoopBackends usable = allowed & Recommended;
        if ((allowed & LoopBackends.IoUring) != 0 && OperatingSystem.IsLinux() && IoUringBackend.Refusal is null)
        {
            return new IoUringBackend();
        }
        if ((usable & LoopBackends.Epoll) != 0)
        {
            return new EpollBackend();
        }
        if ((usable & LoopBackends.Poll) != 0)
        {
            return new PollBackend();
        }
        if ((usable & LoopBackends.Select) != 0)
        {
            return new SelectBackend();
        }
        throw new PlatformNotSupportedException(
            OperatingSystem.IsLinux() ? IoUringBackend.Refusal : "The event loop's backends need eventfd, which only Linux has.");
    }

    /// <exception cref="ArgumentException">One of the names is unknown.</exception>
    public static LoopBackends Parse(string names)
    {
        var backends = LoopBackends.None;
        foreach (string name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            backends |= name.ToUpperInvariant() switch
            {
                "EPOLL" => LoopBackends.Epoll,
                "POLL" => LoopBackends.Poll,
                "SELECT" => LoopBackends.Select,
                "IOURING" or "IO_URING" => LoopBackends.IoUring,
                _ => throw new ArgumentException(
                    $"{EventLoop.BackendVariable} names '{name}', which is no backend; there are epoll, poll, select and iouring."),
            };
        }
        return backends != LoopBackends.None
            ? backends
            : throw new ArgumentException($"{EventLoop.BackendVariable} is '{names}', which names no backend.");
    }
}
