using System.Text;

namespace Shim.Loop;

/// <summary>
/// Runs its callback when the attributes of a path have changed, as <c>lstat</c> shows them; also when the path begins or ceases to exist.
/// The truth is a look at the path at intervals; where inotify works, it makes the loop look at once. What changes and changes
/// back between two looks, and a second change within the time stamps' resolution, goes unnoticed. Only the thread that has the loop may
/// touch it.
/// </summary>
/// <remarks>The loop waits for each look. That is microseconds as a rule, but a file server that does not answer stops the loop.</remarks>
public sealed class StatWatcher : Watcher
{
    /// <summary>libev's <c>DEF_STAT_INTERVAL</c>: odd, so that it is told from others in a trace.</summary>
    private const long DefaultIntervalNs = 5_007_489_100;

    /// <summary>libev's <c>MIN_STAT_INTERVAL</c>.</summary>
    private const long MinIntervalNs = 107_489_100;

    private readonly Action<StatWatcher> _callback;
    private readonly TimerWatcher _poll;
    private readonly byte[] _path;

    /// <summary>What inotify calls the file, or the nearest directory that exists; -1 if nothing.</summary>
    internal int WatchDescriptor = -1;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="path">The path, which need not exist. A relative one follows the process's current directory.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    /// <param name="interval">Nanoseconds between two looks; 0, which is recommended, for the default of about five seconds. A tenth of
    /// a second is the least.</param>
    /// <exception cref="ArgumentException">The path is empty or contains a null character.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public StatWatcher(EventLoop loop, string path, Action<StatWatcher> callback, long interval = 0)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(interval);
        if (path.Contains('\0'))
        {
            throw new ArgumentException("The path contains a null character.", nameof(path));
        }
        Path = path;
        Interval = interval == 0 ? DefaultIntervalNs : Math.Max(interval, MinIntervalNs);
        _path = Encoding.UTF8.GetBytes(path + '\0');
        _callback = callback;
        _poll = new TimerWatcher(loop, static timer => ((StatWatcher)timer.Data!).Look()) { Data = this, IsHidden = true };
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Stat;

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>Nanoseconds between two looks.</summary>
    public long Interval { get; }

    /// <summary>The attributes when last looked at (libev: <c>attr</c>).</summary>
    public FileStat Current { get; private set; }

    /// <summary>In the callback, the attributes before the change (libev: <c>prev</c>).</summary>
    public FileStat Previous { get; private set; }

    /// <summary>Looks at the path, and makes it active. Does nothing if it is.</summary>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    /// <summary>Takes the attributes as they are now for the known ones (libev: <c>ev_stat_stat</c>): a change up to now is not reported any
    /// more. For those who have just changed the file themselves.</summary>
    public void Refresh() => Current = FileStat.Read(_path);

    internal override void Invoke(IoEvents events) => _callback(this);

    /// <summary>Looks at the path, and has the callback run if it has changed.</summary>
    internal void Look()
    {
        FileStat before = Current;
        Refresh();
        if (Current != before)
        {
            Previous = before;
            Loop.FeedStat(this);
        }
    }

    internal void Begin()
    {
        Refresh();
        Previous = Current;
        _poll.Priority = Priority;
        Loop.StartHidden(_poll, Interval, Interval);
    }

    internal void End() => Loop.StopHidden(_poll);
}
