namespace Shim.Loop.Tests.Support;

/// <summary>Decides what is done in each callback, by who is called and how often it was: the same in both loops.</summary>
internal sealed class RandomDeeds(int seed)
{
    public const int Fds = 6;
    public const int Watchers = 80;

    private readonly int[] _counts = new int[Watchers + 1];

    public List<int> Calls { get; } = [];

    public Action<Deed> Do { get; set; } = null!;

    /// <param name="id">The watcher that is called, or -1 for what happens between iterations.</param>
    public void Called(int id)
    {
        Calls.Add(id);
        var random = new Random(HashOf(seed, id, _counts[id + 1]++));
        int count = id < 0 ? 8 : random.Next(3);
        for (int i = 0; i < count; i++)
        {
            // Feeding is rare, as each callback must cause less than one more, on average, for the iteration to end.
            Op op = random.Next(48) switch
            {
                < 20 => Op.Start,
                < 29 => Op.Stop,
                < 31 => Op.Again,
                < 33 => Op.Prioritize,
                < 36 => Op.Send,
                < 40 => Op.Feed,
                < 42 => Op.Clear,
                < 44 => Op.Ready,
                < 46 => Op.NotReady,
                < 47 => Op.Fork,
                _ => Op.SetClock,
            };
            // To the nanosecond, so that no two are due at once; the shortest interval is longer than any poll lasts, for the same reason.
            Do(new Deed(
                op,
                random.Next(Watchers),
                random.NextInt64(1, 1_000_000_000),
                random.Next(3) == 0 ? random.NextInt64(400_000_000, 1_000_000_000) : 0,
                random.Next(EventLoop.MinPriority, EventLoop.MaxPriority + 1),
                random.NextInt64(-3_000_000_000, 5_000_000_000)));
        }
    }

    // HashCode is seeded anew in each process.
    private static int HashOf(int seed, int id, int count) => unchecked((seed * 1_000_003 + id) * 1_000_003 + count);
}
