class MonitorTimeouts : Scenario
{
    public override int Run()
    {
        var gate = new object();
        var held = new ManualResetEvent(false);
        var release = new ManualResetEvent(false);
        Thread holder = Go(() =>
        {
            lock (gate)
            {
                held.Set();
                release.WaitOne();
            }
        });
        held.WaitOne();
        Go(() =>
        {
            Say("try: " + Monitor.TryEnter(gate));
            Say("try 0: " + Monitor.TryEnter(gate, 0));
            Say("try 50: " + Monitor.TryEnter(gate, 50));
            bool taken = false;
            Monitor.TryEnter(gate, TimeSpan.FromMilliseconds(20), ref taken);
            Say("taken: " + taken);
            Outcome("try -2", () => Monitor.TryEnter(gate, -2));
        }).Join();
        Thread waiter = Go(() =>
        {
            bool got = Monitor.TryEnter(gate, 30000);
            Say("in time: " + got);
            Monitor.Exit(gate);
        });
        Settle();
        release.Set();
        waiter.Join();
        holder.Join();
        lock (gate)
        {
            Say("wait 50: " + Monitor.Wait(gate, 50));
            Say("wait 0: " + Monitor.Wait(gate, 0));
            Say("wait timespan: " + Monitor.Wait(gate, TimeSpan.FromMilliseconds(20)));
            Outcome("wait -2", () => Monitor.Wait(gate, -2));
        }
        return 0;
    }
}
