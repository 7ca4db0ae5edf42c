class ExitFromWorkerWhileOthersWork : Scenario
{
    public override int Run()
    {
        for (int i = 0; i < 20; i++)
        {
            Go(() => { while (true) { Thread.Sleep(1); } });
        }
        Go(() => { while (true) { Thread.SpinWait(1000); } });
        Settle();
        Say("exiting");
        Go(() => Environment.Exit(18)).Join();
        return 1;
    }
}
