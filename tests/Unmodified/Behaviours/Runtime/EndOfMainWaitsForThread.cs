class EndOfMainWaitsForThread : Scenario
{
    // What runs at the end of the process waits for another thread, which goes on until then.
    public override int Run()
    {
        var asked = new ManualResetEventSlim();
        var answered = new ManualResetEventSlim();
        var worker = new Thread(() =>
        {
            asked.Wait();
            for (int i = 0; i < 10; i++)
            {
                Thread.Sleep(1);
            }
            Say("worker is done");
            answered.Set();
            Thread.Sleep(Timeout.Infinite);
        })
        { IsBackground = true };
        worker.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            asked.Set();
            Say("the end: " + answered.Wait(TimeSpan.FromSeconds(20)));
        };
        Settle();
        return 22;
    }
}
