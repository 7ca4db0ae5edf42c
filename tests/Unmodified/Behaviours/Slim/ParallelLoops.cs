class ParallelLoops : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            long sum = 0;
            Parallel.For(0, 1000, i => Interlocked.Add(ref sum, i));
            Say("for: " + sum);
            Say("plinq: " + Enumerable.Range(0, 1000).AsParallel().Where(i => i % 3 == 0).Sum());
            Parallel.Invoke(() => Thread.Sleep(5), () => Thread.Sleep(10));
            Say("invoked");
        }).Join();
        return 0;
    }
}
