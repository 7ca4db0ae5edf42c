class PulseBeforeWait : Scenario
{
    public override int Run()
    {
        var gate = new object();
        lock (gate)
        {
            Monitor.Pulse(gate);
            Monitor.PulseAll(gate);
            Say("a pulse is not kept: " + !Monitor.Wait(gate, 30));
        }
        // One pulse, two waiters: exactly one wakes.
        int woken = 0;
        var threads = Enumerable.Range(0, 2).Select(_ => Go(() =>
        {
            lock (gate)
            {
                if (Monitor.Wait(gate, 1000))
                {
                    woken++;
                }
            }
        })).ToList();
        Settle();
        lock (gate)
        {
            Monitor.Pulse(gate);
        }
        threads.ForEach(t => t.Join());
        Say("woken by one pulse: " + woken);
        return 0;
    }
}
