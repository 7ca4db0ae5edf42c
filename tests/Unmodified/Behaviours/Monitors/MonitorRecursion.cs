class MonitorRecursion : Scenario
{
    public override int Run()
    {
        var gate = new object();
        bool otherGotIn = false;
        Thread waiter = Go(() =>
        {
            Monitor.Enter(gate);
            Monitor.Enter(gate);
            Monitor.Enter(gate);
            Monitor.Wait(gate);
            Say("other got in: " + otherGotIn);
            for (int i = 0; i < 3; i++)
            {
                Say("held " + Monitor.IsEntered(gate));
                Monitor.Exit(gate);
            }
            Say("held " + Monitor.IsEntered(gate));
            Outcome("one exit too many", () => Monitor.Exit(gate));
        });
        Settle();
        lock (gate)
        {
            otherGotIn = true;
            Monitor.Pulse(gate);
        }
        waiter.Join();
        return 0;
    }
}
