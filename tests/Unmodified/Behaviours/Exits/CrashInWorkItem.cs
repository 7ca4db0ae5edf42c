class CrashInWorkItem : Scenario
{
    public override int Run()
    {
        ThreadPool.QueueUserWorkItem(_ => { Thread.Sleep(5); throw new InvalidOperationException("from a work item"); });
        Thread.Sleep(10000);
        return 0;
    }
}
