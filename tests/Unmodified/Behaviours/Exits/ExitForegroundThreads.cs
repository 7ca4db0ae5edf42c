class ExitForegroundThreads : Scenario
{
    // Main returns; the process lives until the last foreground thread ends, and then has Main's exit code.
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("process exit");
        for (int i = 1; i <= 3; i++)
        {
            int me = i;
            Go(() =>
            {
                Thread.Sleep(me * 100);
                Say("foreground " + me + " ends");
            });
        }
        Say("main returns");
        return 5;
    }
}
