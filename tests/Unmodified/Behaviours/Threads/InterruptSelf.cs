class InterruptSelf : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            Thread.CurrentThread.Interrupt();
            Outcome("wait", () => new ManualResetEventSlim(false).Wait(1000));
            Outcome("slim semaphore", () => new SemaphoreSlim(0).Wait(20));
        }).Join();
        return 0;
    }
}
