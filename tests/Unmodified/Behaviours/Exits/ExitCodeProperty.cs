class ExitCodeProperty : Scenario
{
    public override int Run()
    {
        Go(() => { Thread.Sleep(100); Environment.ExitCode = 23; Say("set by a worker"); });
        // Main's own value, 9, is set when it returns, and the worker overwrites it afterwards.
        return 9;
    }
}
