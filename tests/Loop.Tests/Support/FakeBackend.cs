namespace Shim.Loop.Tests.Support;

/// <summary>
/// A kernel whose descriptors are ready when the test says so, and which writes down what the loop asks of it. To wait is to advance the
/// clock.
/// </summary>
internal sealed class FakeBackend(FakeClock clock) : IPollBackend
{
    private readonly SortedDictionary<int, IoEvents> _wanted = [];
    private readonly SortedDictionary<int, IoEvents> _ready = [];
    private int _waitsInVain;
    private int _wakes;

    public List<(int Fd, IoEvents Old, IoEvents New)> Changes { get; } = [];

    /// <summary>For each of the changes, whether it may be another file.</summary>
    public List<bool> NewFiles { get; } = [];

    public List<long> Timeouts { get; } = [];

    /// <summary>What Modify returns for these descriptors.</summary>
    public Dictionary<int, int> Errors { get; } = [];

    /// <summary>Runs inside each poll, before it reports: what another thread may do meanwhile.</summary>
    public Action? DuringPoll { get; set; }

    /// <summary>What the next poll returns.</summary>
    public bool IsIntact { get; set; } = true;

    public int Recreations { get; private set; }

    public int Wakes => _wakes;

    public int Descriptor => -1;

    public bool IsDisposed { get; private set; }

    public IReadOnlyDictionary<int, IoEvents> Wanted => _wanted;

    public void SetReady(int fd, IoEvents events) => _ready[fd] = events;

    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents, bool mayBeNewFile)
    {
        Changes.Add((fd, oldEvents, newEvents));
        NewFiles.Add(mayBeNewFile);
        if (Errors.TryGetValue(fd, out int error) && newEvents != IoEvents.None)
        {
            return error;
        }
        _wanted[fd] = newEvents;
        return 0;
    }

    public bool Poll(long timeoutNs, IPollSink sink)
    {
        Timeouts.Add(timeoutNs);
        int wakes = _wakes;
        DuringPoll?.Invoke();
        bool isAnyReady = false;
        foreach ((int fd, IoEvents ready) in _ready)
        {
            IoEvents events = ready & _wanted.GetValueOrDefault(fd);
            if (events != IoEvents.None)
            {
                isAnyReady = true;
                sink.Ready(fd, events);
            }
        }
        if (!isAnyReady && wakes == _wakes)
        {
            clock.Advance(timeoutNs);
        }
        _waitsInVain = isAnyReady || timeoutNs < 59_000_000_000 ? 0 : _waitsInVain + 1;
        if (_waitsInVain > 10)
        {
            throw new TimeoutException("The loop waits for ever.");
        }
        bool isIntact = IsIntact;
        IsIntact = true;
        return isIntact;
    }

    public void Recreate()
    {
        Recreations++;
        _wanted.Clear();
    }

    public void Wake() => Interlocked.Increment(ref _wakes);

    public void Dispose() => IsDisposed = true;
}
