class JoinTimeouts : Scenario
{
    public override int Run()
    {
        var release = new ManualResetEvent(false);
        Thread t = Go(() => release.WaitOne());
        Say("join 50: " + t.Join(50));
        Say("join 0: " + t.Join(0));
        Say("join timespan: " + t.Join(TimeSpan.FromMilliseconds(20)));
        release.Set();
        Say("join 10000: " + t.Join(10000));
        Say("join ended: " + t.Join(0));
        Say("alive: " + t.IsAlive);
        Outcome("join not started", () => new Thread(() => { }).Join());
        Outcome("join -2", () => t.Join(-2));
        var waiters = Enumerable.Range(0, 5).Select(i =>
        {
            var target = Go(() => Thread.Sleep(100));
            return (target, Go(() => target.Join()));
        }).ToList();
        waiters.ForEach(w => w.Item2.Join());
        Say("joined by others: " + waiters.All(w => !w.target.IsAlive));
        return 0;
    }
}
