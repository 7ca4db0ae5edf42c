class ExitFromWorker : Scenario
{
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("process exit, code " + Environment.ExitCode);
        Go(() => { Thread.Sleep(50); Say("exiting"); Environment.Exit(17); });
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }
}
