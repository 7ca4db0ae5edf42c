class LockContentionCount : Scenario
{
    public override int Run()
    {
        long before = Monitor.LockContentionCount;
        var gate = new object();
        Thread t;
        lock (gate)
        {
            t = Go(() => { lock (gate) { } });
            Settle();
        }
        t.Join();
        Say("a wait for a lock is counted: " + (Monitor.LockContentionCount > before));
        return 0;
    }
}
