class CrashWhileOthersWait : Scenario
{
    // What nobody catches is told to whoever asked, and ends the process without anything else being run.
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("must not be seen");
        AppDomain.CurrentDomain.UnhandledException += (_, e) => Say("unhandled: " + ((Exception)e.ExceptionObject).Message + ", the end: " + e.IsTerminating);
        var never = new ManualResetEventSlim();
        for (int i = 0; i < 3; i++)
        {
            Go(() =>
            {
                try
                {
                    never.Wait();
                }
                finally
                {
                    Say("must not be seen");
                }
            });
        }
        Go(() =>
        {
            Settle();
            throw new InvalidOperationException("crash");
        }).Join();
        return 1;
    }
}
