class ExitFromManyThreads : Scenario
{
    // All want to end the process; it ends once.
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Say("process exit");
            Thread.Sleep(100);
        };
        using var go = new ManualResetEventSlim();
        for (int i = 0; i < 10; i++)
        {
            Go(() =>
            {
                go.Wait();
                Environment.Exit(20);
            });
        }
        Task.Run(() =>
        {
            go.Wait();
            Environment.Exit(20);
        });
        Settle();
        go.Set();
        Thread.Sleep(-1);
        return 1;
    }
}
