class ExitCodeFromMain : Scenario
{
    public override int Run()
    {
        Go(() => Thread.Sleep(10)).Join();
        Say("returning 42");
        return 42;
    }
}
