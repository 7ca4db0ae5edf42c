class InterruptSlim : Scenario
{
    public override int Run()
    {
        var waits = new (string, Action)[]
        {
            ("manual reset event slim", () => new ManualResetEventSlim().Wait()),
            ("semaphore slim", () => new SemaphoreSlim(0).Wait()),
            ("countdown", () => new CountdownEvent(1).Wait()),
            ("task", () => new TaskCompletionSource().Task.Wait()),
            ("blocking collection", () => new BlockingCollection<int>().Take()),
            ("barrier", () => new Barrier(2).SignalAndWait()),
        };
        foreach ((string label, Action wait) in waits)
        {
            Thread t = Go(() => Outcome(label, wait));
            Settle();
            t.Interrupt();
            t.Join();
        }
        return 0;
    }
}
