class CrashInTimer : Scenario
{
    public override int Run()
    {
        using var timer = new Timer(_ => throw new InvalidOperationException("from a timer"), null, 10, -1);
        Thread.Sleep(10000);
        return 0;
    }
}
