class EventsManual : Scenario
{
    public override int Run()
    {
        var e = new ManualResetEvent(false);
        int woken = 0;
        var threads = Enumerable.Range(0, 20).Select(_ => Go(() =>
        {
            e.WaitOne();
            Interlocked.Increment(ref woken);
        })).ToList();
        Settle();
        Say("before: " + woken);
        e.Set();
        threads.ForEach(t => t.Join());
        Say("after: " + woken + ", stays set: " + e.WaitOne(0));
        e.Reset();
        Say("reset: " + e.WaitOne(20));
        return 0;
    }
}
