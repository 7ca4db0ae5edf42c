class InterruptSleep : Scenario
{
    public override int Run()
    {
        Thread t = Go(() =>
        {
            Outcome("sleep", () => Thread.Sleep(Timeout.Infinite));
            Outcome("sleep again", () => Thread.Sleep(20));
        });
        Settle();
        t.Interrupt();
        t.Join();
        return 0;
    }
}
