using Xunit;

namespace Shim.Loop.Tests.Support;

/// <summary>A loop and things for it to watch: a test that is written for a world holds on the fake one and on the real one.</summary>
internal abstract class World : IDisposable
{
    /// <summary>The names of all worlds, for <see cref="MemberDataAttribute"/>.</summary>
    public static TheoryData<string> All => ["fake", .. RealNames];

    /// <summary>The names of those on the kernel. io_uring is among them wherever it is allowed; where not,
    /// <see cref="BackendChoiceTests"/> sees to it that it says so.</summary>
    public static IReadOnlyList<string> RealNames { get; } = IoUringBackend.Refusal is null
        ? ["epoll", "epoll in milliseconds", "poll", "select", "iouring"]
        : ["epoll", "epoll in milliseconds", "poll", "select"];

    /// <summary>The same, for <see cref="MemberDataAttribute"/>.</summary>
    public static TheoryData<string> Real => [.. RealNames];

    public abstract EventLoop Loop { get; }

    /// <summary>What the callbacks noted.</summary>
    public List<string> Log { get; } = [];

    public static World Create(string name) => name == "fake" ? new FakeWorld() : new RealWorld(name);

    /// <summary>A descriptor that is not readable yet.</summary>
    public abstract int NewFd();

    /// <summary>A descriptor that can be written at once, and not read.</summary>
    public abstract int NewWritableFd();

    public abstract void MakeReadable(int fd);

    public abstract void Drain(int fd);

    /// <summary>Has at least that many nanoseconds pass.</summary>
    public abstract void Elapse(long nanoseconds);

    public IoWatcher Io(int fd, string name, Action<IoWatcher>? then = null) => new(Loop, fd, IoEvents.Read, (w, _) => Note(name, w, then));

    public TimerWatcher Timer(string name, Action<TimerWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public PrepareWatcher Prepare(string name, Action<PrepareWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public CheckWatcher Check(string name, Action<CheckWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public IdleWatcher Idle(string name, Action<IdleWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public PeriodicWatcher Periodic(string name, Action<PeriodicWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public SignalWatcher Signal(int signal, string name, Action<SignalWatcher>? then = null) => new(Loop, signal, w => Note(name, w, then));

    public ForkWatcher Fork(string name, Action<ForkWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public CleanupWatcher Cleanup(string name, Action<CleanupWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public AsyncWatcher Async(string name, Action<AsyncWatcher>? then = null) => new(Loop, w => Note(name, w, then));

    public virtual void Dispose() => Loop.Dispose();

    private void Note<T>(string name, T watcher, Action<T>? then)
    {
        Log.Add(name);
        then?.Invoke(watcher);
    }
}
