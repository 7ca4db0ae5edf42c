class SlimEvents : Scenario
{
    public override int Run()
    {
        var e = new ManualResetEventSlim();
        Say("timeout: " + e.Wait(30));
        int woken = 0;
        var threads = Enumerable.Range(0, 10).Select(_ => Go(() =>
        {
            e.Wait();
            Interlocked.Increment(ref woken);
        })).ToList();
        Settle();
        Task.Run(() => e.Set());
        threads.ForEach(t => t.Join());
        Say("woken: " + woken + ", set: " + e.IsSet);
        e.Reset();
        var cancel = new CancellationTokenSource();
        Thread waiter = Go(() => Outcome("cancelled", () => e.Wait(cancel.Token)));
        Settle();
        cancel.Cancel();
        waiter.Join();
        Outcome("cancelled before", () => e.Wait(cancel.Token));
        e.Dispose();
        Outcome("disposed", () => e.Wait(0));
        return 0;
    }
}
