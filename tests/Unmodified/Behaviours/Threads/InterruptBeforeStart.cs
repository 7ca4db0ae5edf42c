class InterruptBeforeStart : Scenario
{
    public override int Run()
    {
        var t = new Thread(() =>
        {
            Outcome("sleep", () => Thread.Sleep(50));
            Outcome("sleep again", () => Thread.Sleep(50));
        });
        Outcome("interrupt an unstarted thread", () => t.Interrupt());
        t.Start();
        t.Join();
        Outcome("interrupt an ended thread", () => t.Interrupt());
        return 0;
    }
}
