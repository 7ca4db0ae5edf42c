class EventsAuto : Scenario
{
    public override int Run()
    {
        var e = new AutoResetEvent(true);
        Say("initially: " + e.WaitOne(0) + " " + e.WaitOne(0));
        e.Set();
        e.Set();
        Say("two sets are one: " + e.WaitOne(0) + " " + e.WaitOne(0));
        int woken = 0;
        var threads = Enumerable.Range(0, 5).Select(_ => Go(() =>
        {
            if (e.WaitOne(10000))
            {
                Interlocked.Increment(ref woken);
            }
        })).ToList();
        Settle();
        for (int i = 1; i <= 5; i++)
        {
            e.Set();
            Settle();
            Say("after " + i + ": " + Volatile.Read(ref woken));
        }
        threads.ForEach(t => t.Join());
        Say("timeout: " + e.WaitOne(30));
        e.Dispose();
        Outcome("set disposed", () => e.Set());
        Outcome("wait disposed", () => e.WaitOne(0));
        return 0;
    }
}
