class CrashInWorker : Scenario
{
    public override int Run()
    {
        AppDomain.CurrentDomain.UnhandledException += (_, e) => Say("unhandled: " + e.ExceptionObject.GetType().Name + ", terminating " + e.IsTerminating);
        Go(() => { Thread.Sleep(50); Fail(); });
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }

    static void Fail()
    {
        throw new InvalidOperationException("nobody catches this");
    }
}
