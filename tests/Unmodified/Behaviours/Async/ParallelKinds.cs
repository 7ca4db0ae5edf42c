class ParallelKinds : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            long sum = 0;
            Parallel.For(0, 100000, i => Interlocked.Add(ref sum, i));
            Say("for: " + sum);
            sum = 0;
            Parallel.For(0, 20, i => Parallel.For(0, 20, j => { Thread.Sleep(i == j ? 1 : 0); Interlocked.Add(ref sum, i * j); }));
            Say("nested: " + sum);
            Parallel.ForEach(Enumerable.Range(0, 1000), () => 0L, (i, _, local) => local + i, local => Interlocked.Add(ref sum, local));
            Say("with locals: " + sum);
            ParallelLoopResult stopped = Parallel.For(0, 1000000, (i, state) => { if (i == 10) { state.Stop(); } });
            Say("stopped: " + stopped.IsCompleted);
            Outcome("failed", () => Parallel.For(0, 10, i => { if (i == 5) { throw new InvalidOperationException("five"); } }));
            var cancel = new CancellationTokenSource(20);
            Outcome("cancelled", () => Parallel.For(0, int.MaxValue, new ParallelOptions { CancellationToken = cancel.Token }, _ => Thread.Sleep(1)));
            int done = 0;
            Parallel.ForEachAsync(Enumerable.Range(0, 50), async (i, token) => { await Task.Delay(1, token); Interlocked.Increment(ref done); }).Wait();
            Say("async: " + done);
            Say("plinq: " + Enumerable.Range(0, 100000).AsParallel().Where(i => i % 3 == 0).Sum(i => (long)i));
            Say("ordered: " + string.Join(" ", Enumerable.Range(0, 100).AsParallel().AsOrdered().Select(i => i * 2).Where(i => i % 14 == 0)));
            Say("grouped: " + string.Join(" ", Enumerable.Range(0, 1000).AsParallel().GroupBy(i => i % 4).Select(g => g.Count()).OrderBy(n => n)));
            Outcome("plinq failed", () => Enumerable.Range(0, 10).AsParallel().ForAll(i => { if (i == 3) { throw new InvalidOperationException("three"); } }));
            int lockstep = 0;
            Parallel.Invoke(() => Meet(ref lockstep), () => Meet(ref lockstep));
            Say("met");
        }).Join();
        return 0;
    }

    // Each waits for the other: both must be under way at the same time.
    static void Meet(ref int arrived)
    {
        Interlocked.Increment(ref arrived);
        while (Volatile.Read(ref arrived) < 2)
        {
            Thread.Sleep(1);
        }
    }
}
