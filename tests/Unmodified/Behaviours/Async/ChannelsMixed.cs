using System.Threading.Channels;

/// <summary>Producers that block and consumers that await, and the other way round.</summary>
class ChannelsMixed : Scenario
{
    public override int Run()
    {
        var channel = Channel.CreateBounded<int>(4);
        var back = new BlockingCollection<int>(4);
        Task consumer = ConsumeAsync(channel.Reader, back);
        var producers = Enumerable.Range(0, 4).Select(p => Go(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                channel.Writer.WriteAsync(p * 100 + i).AsTask().Wait();
            }
        })).ToList();
        long sum = 0;
        Thread reader = Go(() =>
        {
            foreach (int item in back.GetConsumingEnumerable())
            {
                sum += item;
            }
        });
        producers.ForEach(t => t.Join());
        channel.Writer.Complete();
        consumer.Wait();
        reader.Join();
        Say("sum: " + sum);

        var slots = new SemaphoreSlim(2);
        int inside = 0, most = 0, turns = 0;
        var tasks = Enumerable.Range(0, 20).Select(_ => SlotAsync(slots, () => Enter(ref inside, ref most, ref turns))).ToArray();
        var threads = Enumerable.Range(0, 20).Select(_ => Go(() =>
        {
            slots.Wait();
            Enter(ref inside, ref most, ref turns);
            slots.Release();
        })).ToList();
        Task.WaitAll(tasks);
        threads.ForEach(t => t.Join());
        Say("turns: " + turns + ", never more than two: " + (most <= 2));
        return 0;
    }

    static async Task ConsumeAsync(ChannelReader<int> reader, BlockingCollection<int> back)
    {
        await foreach (int item in reader.ReadAllAsync())
        {
            back.Add(item);
        }
        back.CompleteAdding();
    }

    static async Task SlotAsync(SemaphoreSlim slots, Action action)
    {
        await slots.WaitAsync();
        action();
        slots.Release();
    }

    static void Enter(ref int inside, ref int most, ref int turns)
    {
        int now = Interlocked.Increment(ref inside);
        most = Math.Max(most, now);
        Thread.Sleep(1);
        Interlocked.Increment(ref turns);
        Interlocked.Decrement(ref inside);
    }
}
