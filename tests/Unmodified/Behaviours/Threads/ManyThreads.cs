class ManyThreads : Scenario
{
    public override int Run()
    {
        long sum = 0;
        for (int wave = 0; wave < 5; wave++)
        {
            var threads = Enumerable.Range(0, 300).Select(i => Go(() =>
            {
                Thread.Sleep(i % 7);
                Interlocked.Add(ref sum, i);
            })).ToList();
            threads.ForEach(t => t.Join());
        }
        Say("sum: " + sum);
        return 0;
    }
}
