class InterruptWaitHandle : Scenario
{
    public override int Run()
    {
        var auto = new AutoResetEvent(false);
        var semaphore = new Semaphore(0, 1);
        var mutex = new Mutex(true);
        var waits = new (string, Action)[]
        {
            ("event", () => auto.WaitOne()),
            ("event with timeout", () => auto.WaitOne(30000)),
            ("semaphore", () => semaphore.WaitOne()),
            ("mutex", () => mutex.WaitOne()),
            ("any", () => WaitHandle.WaitAny(new WaitHandle[] { auto, semaphore })),
            ("all", () => WaitHandle.WaitAll(new WaitHandle[] { auto, semaphore })),
            ("signal and wait", () => WaitHandle.SignalAndWait(new ManualResetEvent(false), auto)),
        };
        foreach ((string label, Action wait) in waits)
        {
            Thread t = Go(() => Outcome(label, wait));
            Settle();
            t.Interrupt();
            t.Join();
        }
        auto.Set();
        Say("event was not consumed: " + auto.WaitOne(0));
        return 0;
    }
}
