namespace SyncHost;

/// <summary>Green and native threads that do the same work; says who makes no progress.</summary>
internal sealed class Crew
{
    // Far longer than any wait in a scenario, also on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Thread[] _threads;
    private readonly long[] _progress;
    private readonly string[] _doing;
    private volatile bool _stops;
    private volatile string? _fault;

    internal Crew(int greens, int natives, Action<Crew, int> body)
    {
        int count = greens + natives;
        _threads = new Thread[count];
        _progress = new long[count];
        _doing = new string[count];
        for (int i = 0; i < count; i++)
        {
            int id = i;

            // A delegate of the framework makes a native thread.
            ThreadStart start = id < greens ? () => body(this, id) : new Task(() => body(this, id)).RunSynchronously;
            _threads[id] = new Thread(start) { IsBackground = true, Name = (id < greens ? "green " : "native ") + id };
        }
    }

    internal bool Stops => _stops;

    internal long[] Progress => _progress;

    internal void Fail(string fault) => _fault ??= fault;

    internal void Step(int id) => Interlocked.Increment(ref _progress[id]);

    internal void Doing(int id, string what) => _doing[id] = what;

    /// <summary>Runs them, calls <paramref name="disturb"/> every so often with one of them. What went wrong, or null.</summary>
    internal string? Run(int seconds, Action<Thread>? disturb, int seed, Action? release = null)
    {
        Array.ForEach(_threads, thread => thread.Start());
        Random random = new(seed);
        long end = Environment.TickCount64 + (seconds * 1000L);
        long[] seen = new long[_threads.Length];
        long[] since = new long[_threads.Length];
        Array.Fill(since, Environment.TickCount64);
        while (Environment.TickCount64 < end && _fault is null)
        {
            Thread.Sleep(15);
            disturb?.Invoke(_threads[random.Next(_threads.Length)]);
            if (random.Next(30) == 0)
            {
                GC.Collect(random.Next(3), GCCollectionMode.Forced, blocking: true, compacting: true);
            }

            Look(seen, since);
        }

        _stops = true;
        release?.Invoke();
        foreach (Thread thread in _threads)
        {
            if (_fault is null && !thread.Join(Patience))
            {
                Fail(thread.Name + " does not end: " + _doing[Array.IndexOf(_threads, thread)]);
            }
        }

        return _fault;
    }

    private void Look(long[] seen, long[] since)
    {
        for (int i = 0; i < seen.Length; i++)
        {
            long now = Volatile.Read(ref _progress[i]);
            if (now != seen[i])
            {
                seen[i] = now;
                since[i] = Environment.TickCount64;
            }
            else if (Environment.TickCount64 - since[i] > Patience.TotalMilliseconds)
            {
                Fail($"{_threads[i].Name} makes no progress: {_doing[i]}, {_threads[i].ThreadState}");
            }
        }
    }
}
