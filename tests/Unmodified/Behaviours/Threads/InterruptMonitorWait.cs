class InterruptMonitorWait : Scenario
{
    public override int Run()
    {
        var gate = new object();
        Thread t = Go(() =>
        {
            lock (gate)
            {
                Outcome("wait", () => Monitor.Wait(gate));
                Say("still holds: " + Monitor.IsEntered(gate));
            }
            Say("let go: " + !Monitor.IsEntered(gate));
        });
        Settle();
        t.Interrupt();
        t.Join();
        // The pulse of an interrupted waiter must not be lost on somebody else.
        int woken = 0;
        Thread other = Go(() =>
        {
            lock (gate)
            {
                Monitor.Wait(gate);
                woken++;
            }
        });
        Settle();
        lock (gate)
        {
            Monitor.Pulse(gate);
        }
        Say("other joined: " + other.Join(10000) + ", woken " + woken);
        return 0;
    }
}
