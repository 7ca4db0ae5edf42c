class EventsPulse : Scenario
{
    // Set and at once Reset: whoever waited at that moment goes on.
    public override int Run()
    {
        var e = new ManualResetEvent(false);
        int woken = 0;
        var threads = Enumerable.Range(0, 10).Select(_ => Go(() =>
        {
            if (e.WaitOne(5000))
            {
                Interlocked.Increment(ref woken);
            }
        })).ToList();
        Settle();
        e.Set();
        e.Reset();
        threads.ForEach(t => t.Join());
        Say("woken: " + woken + ", left set: " + e.WaitOne(0));
        return 0;
    }
}
