class ThreadStateWhileBlocked : Scenario
{
    public override int Run()
    {
        var gate = new object();
        var release = new ManualResetEvent(false);
        Monitor.Enter(gate);
        var blocked = new (string, Thread)[]
        {
            ("sleep", Go(() => Thread.Sleep(400))),
            ("event", Go(() => release.WaitOne())),
            ("lock", Go(() => { lock (gate) { } })),
            ("monitor", Go(() => { var o = new object(); lock (o) { Monitor.Wait(o, 400); } })),
        };
        Settle();
        foreach ((string label, Thread t) in blocked)
        {
            Say(label + ": " + t.ThreadState);
        }
        Monitor.Exit(gate);
        release.Set();
        foreach ((_, Thread t) in blocked)
        {
            t.Join();
        }
        return 0;
    }
}
