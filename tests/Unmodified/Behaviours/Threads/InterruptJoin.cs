class InterruptJoin : Scenario
{
    public override int Run()
    {
        var release = new ManualResetEvent(false);
        Thread target = Go(() => release.WaitOne());
        Thread t = Go(() =>
        {
            Outcome("join", () => target.Join());
            Outcome("join with timeout", () => Say("joined " + target.Join(20)));
        });
        Settle();
        t.Interrupt();
        t.Join();
        release.Set();
        target.Join();
        return 0;
    }
}
