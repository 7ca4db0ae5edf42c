class BlockingCollections : Scenario
{
    public override int Run()
    {
        var c = new BlockingCollection<int>(2);
        Say("take from empty: " + c.TryTake(out _, 30));
        c.Add(1);
        c.Add(2);
        Say("add to full: " + c.TryAdd(3, 30));
        Thread producer = Go(() => { c.Add(3); Say("third went in"); });
        Settle();
        int head = c.Take();
        producer.Join();
        Say("took " + head);
        var cancel = new CancellationTokenSource();
        Say("took " + c.Take() + " " + c.Take());
        Thread waiter = Go(() => Outcome("cancelled", () => c.Take(cancel.Token)));
        Settle();
        cancel.Cancel();
        waiter.Join();
        waiter = Go(() => Outcome("completed while waiting", () => c.Take()));
        Settle();
        c.CompleteAdding();
        waiter.Join();
        Outcome("add after completion", () => c.Add(9));
        Say("completed: " + c.IsCompleted);

        // Both worlds, many items: each exactly once.
        var wide = new BlockingCollection<int>(16);
        var seen = new ConcurrentDictionary<int, int>();
        var consumers = Enumerable.Range(0, 4).Select(_ => Go(() =>
        {
            foreach (int i in wide.GetConsumingEnumerable())
            {
                seen.AddOrUpdate(i, 1, (k, v) => v + 1);
            }
        })).ToList();
        Task nativeConsumer = Task.Run(() =>
        {
            foreach (int i in wide.GetConsumingEnumerable())
            {
                seen.AddOrUpdate(i, 1, (k, v) => v + 1);
            }
        });
        var producers = Enumerable.Range(0, 2).Select(p => Go(() =>
        {
            for (int i = p; i < 2000; i += 2)
            {
                wide.Add(i);
            }
        })).ToList();
        producers.ForEach(t => t.Join());
        wide.CompleteAdding();
        consumers.ForEach(t => t.Join());
        nativeConsumer.Wait();
        Say("seen: " + seen.Count + ", each once: " + seen.Values.All(v => v == 1));
        var first = new BlockingCollection<int>();
        var second = new BlockingCollection<int>();
        Thread any = Go(() => { int at = BlockingCollection<int>.TakeFromAny(new[] { first, second }, out int item); Say("from any: " + at + " " + item); });
        Settle();
        second.Add(7);
        any.Join();
        return 0;
    }
}
