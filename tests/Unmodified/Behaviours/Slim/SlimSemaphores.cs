class SlimSemaphores : Scenario
{
    public override int Run()
    {
        var s = new SemaphoreSlim(1, 2);
        Say("take: " + s.Wait(0) + " " + s.Wait(0));
        s.Release(2);
        Outcome("too many", () => s.Release());
        s.Wait();
        s.Wait();
        var cancel = new CancellationTokenSource();
        Thread t = Go(() => Outcome("cancelled", () => s.Wait(cancel.Token)));
        Settle();
        cancel.Cancel();
        t.Join();
        int through = 0;
        var threads = Enumerable.Range(0, 5).Select(_ => Go(() =>
        {
            s.Wait();
            Interlocked.Increment(ref through);
        })).ToList();
        Task asyncWaiter = s.WaitAsync();
        Settle();
        for (int i = 0; i < 6; i++)
        {
            s.Release();
            Thread.Sleep(20);
        }
        threads.ForEach(x => x.Join());
        asyncWaiter.Wait();
        Say("through: " + through + ", left: " + s.CurrentCount);
        return 0;
    }
}
