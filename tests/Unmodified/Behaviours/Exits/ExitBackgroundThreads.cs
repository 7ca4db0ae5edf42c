class ExitBackgroundThreads : Scenario
{
    // Background threads, sleeping, waiting, holding locks, do not keep the process alive.
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("process exit");
        var gate = new object();
        var never = new ManualResetEvent(false);
        Action[] bodies = { () => Thread.Sleep(Timeout.Infinite), () => never.WaitOne(), () => { lock (gate) { Monitor.Wait(gate); } } };
        foreach (Action body in bodies)
        {
            new Thread(() => { try { body(); } finally { Say("must not be seen"); } }) { IsBackground = true }.Start();
        }
        Settle();
        Say("main returns");
        return 6;
    }
}
