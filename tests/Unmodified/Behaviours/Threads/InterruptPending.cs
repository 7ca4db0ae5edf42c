class InterruptPending : Scenario
{
    // An interrupt that comes while the thread runs strikes at its next wait, even at one that would not have had to wait.
    public override int Run()
    {
        var ready = new ManualResetEvent(false);
        var set = new ManualResetEvent(true);
        var free = new object();
        bool go = false;
        Thread t = Go(() =>
        {
            ready.Set();
            while (!Volatile.Read(ref go))
            {
                Thread.SpinWait(100);
            }
            Outcome("uncontended lock", () => { lock (free) { } });
            Outcome("first wait", () => set.WaitOne());
            Outcome("second wait", () => set.WaitOne());
        });
        ready.WaitOne();
        t.Interrupt();
        Volatile.Write(ref go, true);
        t.Join();

        go = false;
        ready.Reset();
        t = Go(() =>
        {
            ready.Set();
            while (!Volatile.Read(ref go))
            {
                Thread.SpinWait(100);
            }
            Outcome("sleep 0", () => Thread.Sleep(0));
            Outcome("sleep 1", () => Thread.Sleep(1));
            Outcome("sleep 1 again", () => Thread.Sleep(1));
        });
        ready.WaitOne();
        t.Interrupt();
        Volatile.Write(ref go, true);
        t.Join();
        return 0;
    }
}
