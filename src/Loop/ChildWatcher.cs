using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// Runs its callback when a process, a child of this one as a rule, has ended. It works by a pidfd: it hears of that one process, in any
/// loop, whatever other code does about its own children. Only the thread that has the loop may touch it.
/// </summary>
/// <remarks>
/// <para>By default it looks at the exit status and leaves the child for the one who started it to reap: <c>System.Diagnostics.Process</c>
/// reaps its own, on a thread of the runtime, and a status taken from under it would be lost to it. A child that no other code
/// reaps (started by native code) stays a zombie until <see cref="Reaps"/> is set, or somebody calls <c>waitpid</c>.</para>
/// <para>When the other one was faster, the status has to come from the kernel by other means (Linux 6.15 and later), or is unknown:
/// <see cref="ChildStatus.IsKnown"/>. That the process has ended is reported in any case. It is unknown, too, for a process that
/// had ended and been reaped before <see cref="Start"/>, and for one that is not a child of this process.</para>
/// </remarks>
public sealed class ChildWatcher : Watcher
{
    private readonly Action<ChildWatcher> _callback;
    private readonly IoWatcher _ended;
    private DescriptorHandle? _pidFd;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="pid">The process. There is no 0 for any child, as in libev: to wait for any would be to take other code's.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pid is not positive.</exception>
    public ChildWatcher(EventLoop loop, int pid, Action<ChildWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        _callback = callback;
        Pid = pid;
        _ended = new IoWatcher(loop, 0, IoEvents.Read, static (io, events) => ((ChildWatcher)io.Data!).OnReady(events))
        {
            Data = this,
            IsHidden = true,
            Priority = EventLoop.MaxPriority,
        };
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Child;

    /// <summary>The process.</summary>
    public int Pid { get; }

    /// <summary>Whether it reaps the child, so that no zombie remains. False by default: only for children that no other code waits
    /// for.</summary>
    public bool Reaps { get; init; }

    /// <summary>How the process has ended; unknown before it has.</summary>
    public ChildStatus Status { get; private set; }

    /// <summary>
    /// Makes it active. Does nothing if it is. A process that has ended already is reported in the next iteration. Once it has reported, it
    /// stays active, and keeps the loop running, until it is stopped (as in libev).
    /// </summary>
    /// <exception cref="IOException">The process is out of descriptors.</exception>
    /// <exception cref="ArgumentException">The pid is that of a thread.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel has no pidfds (Linux before 5.4).</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => _callback(this);

    /// <summary>Begins to watch.</summary>
    /// <returns>False if there is no such process any more.</returns>
    internal bool TryOpen()
    {
        Status = default;
        int fd = Libc.PidfdOpen(Pid);
        switch (-fd)
        {
            case Libc.ESRCH:
                return false;
            case Libc.NoPidfds:
                throw new PlatformNotSupportedException("Child watchers need pidfds, which Linux has since version 5.4.");
            case Libc.EINVAL or Libc.ENOENT:
                throw new ArgumentException($"{Pid} is not a process but a thread.");
        }
        _pidFd = DescriptorHandle.Own(fd, "pidfd_open");
        _ended.Set(fd, IoEvents.Read);
        Loop.StartHidden(_ended);
        return true;
    }

    /// <summary>Watches no longer. Stopped before it is closed, or its number would be watched when it is somebody else's.</summary>
    internal void Close()
    {
        Loop.StopHidden(_ended);
        _pidFd?.Dispose();
        _pidFd = null;
    }

    private void OnReady(IoEvents events)
    {
        // With an error, somebody has closed our descriptor: we shall not hear of the end, so it is reported now, as unknown.
        Status = (events & IoEvents.Error) == 0 ? ChildStatus.Read(_pidFd!.Fd, Reaps) : default;
        Close();
        Loop.FeedChild(this);
    }
}
