class LockWhileHoldingMany : Scenario
{
    // Dining philosophers who take the lower fork first.
    public override int Run()
    {
        const int n = 8;
        var forks = Enumerable.Range(0, n).Select(_ => new object()).ToArray();
        int meals = 0;
        var threads = Enumerable.Range(0, n).Select(i => Go(() =>
        {
            object first = forks[Math.Min(i, (i + 1) % n)], second = forks[Math.Max(i, (i + 1) % n)];
            for (int k = 0; k < 20; k++)
            {
                lock (first)
                {
                    Thread.Sleep(k % 2);
                    lock (second)
                    {
                        Interlocked.Increment(ref meals);
                    }
                }
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("meals: " + meals);
        return 0;
    }
}
