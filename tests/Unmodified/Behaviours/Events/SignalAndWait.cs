class SignalAndWait : Scenario
{
    public override int Run()
    {
        var a = new AutoResetEvent(false);
        var b = new AutoResetEvent(false);
        Thread t = Go(() =>
        {
            a.WaitOne();
            Say("signalled");
            b.Set();
        });
        Say("waited: " + WaitHandle.SignalAndWait(a, b));
        t.Join();
        Say("timeout: " + WaitHandle.SignalAndWait(a, b, 30, false));
        Say("signal stayed: " + a.WaitOne(0));
        var s = new Semaphore(1, 1);
        Outcome("full semaphore", () => WaitHandle.SignalAndWait(s, b, 0, false));
        var m = new Mutex();
        Outcome("mutex not owned", () => WaitHandle.SignalAndWait(m, b, 0, false));
        return 0;
    }
}
