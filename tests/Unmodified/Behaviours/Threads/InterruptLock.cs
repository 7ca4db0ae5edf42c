class InterruptLock : Scenario
{
    public override int Run()
    {
        var gate = new object();
        Thread t;
        lock (gate)
        {
            t = Go(() =>
            {
                Outcome("enter", () => { lock (gate) { } });
                Say("holds: " + Monitor.IsEntered(gate));
            });
            Settle();
            t.Interrupt();
            t.Join();
        }
        t = Go(() => Outcome("enter later", () => { lock (gate) { } }));
        t.Join();
        return 0;
    }
}
