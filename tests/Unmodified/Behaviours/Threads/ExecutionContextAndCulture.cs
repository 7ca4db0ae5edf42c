class ExecutionContextAndCulture : Scenario
{
    public override int Run()
    {
        var local = new AsyncLocal<int>(change => Say("change: " + change.PreviousValue + " -> " + change.CurrentValue + (change.ThreadContextChanged ? " (context)" : "")));
        local.Value = 1;
        Thread t = Go(() =>
        {
            local.Value = 2;
            Thread.Sleep(10);
        });
        t.Join();
        Say("main: " + local.Value);
        return 0;
    }
}
