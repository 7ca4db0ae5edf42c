class ExitMixedThreads : Scenario
{
    // A thread may change its mind about being background while it waits.
    public override int Run()
    {
        var go = new ManualResetEvent(false);
        var turned = new Thread(() => { Thread.CurrentThread.IsBackground = true; go.WaitOne(); Thread.Sleep(Timeout.Infinite); });
        turned.Start();
        var other = new Thread(() => { Thread.Sleep(300); Say("foreground ends"); }) { IsBackground = true };
        other.Start();
        other.IsBackground = false;
        Settle();
        go.Set();
        Say("main returns");
        return 7;
    }
}
