class Semaphores : Scenario
{
    public override int Run()
    {
        var s = new Semaphore(2, 3);
        Say("take: " + s.WaitOne(0) + " " + s.WaitOne(0) + " " + s.WaitOne(0));
        Say("release: " + s.Release());
        Say("release 2: " + s.Release(2));
        Outcome("release too many", () => s.Release());
        Outcome("release 0", () => s.Release(0));
        for (int i = 0; i < 3; i++)
        {
            s.WaitOne();
        }
        int through = 0;
        var threads = Enumerable.Range(0, 3).Select(_ => Go(() =>
        {
            s.WaitOne();
            Interlocked.Increment(ref through);
        })).ToList();
        Settle();
        s.Release(2);
        Settle();
        Say("through: " + Volatile.Read(ref through));
        s.Release();
        threads.ForEach(t => t.Join());
        Say("through: " + through);
        return 0;
    }
}
