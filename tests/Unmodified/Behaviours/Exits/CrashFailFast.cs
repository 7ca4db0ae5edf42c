class CrashFailFast : Scenario
{
    public override int Run()
    {
        Go(() => { Thread.Sleep(20); Environment.FailFast("giving up"); });
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }
}
