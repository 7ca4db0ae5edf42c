class CrashInMain : Scenario
{
    public override int Run()
    {
        Go(() => Thread.Sleep(Timeout.Infinite));
        Settle();
        throw new ArgumentException("from main");
    }
}
