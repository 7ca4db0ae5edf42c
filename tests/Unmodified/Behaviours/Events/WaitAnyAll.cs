class WaitAnyAll : Scenario
{
    public override int Run()
    {
        var a = new AutoResetEvent(false);
        var b = new ManualResetEvent(false);
        var c = new Semaphore(0, 5);
        var all = new WaitHandle[] { a, b, c };
        Say("any, nothing: " + (WaitHandle.WaitAny(all, 30) == WaitHandle.WaitTimeout));
        Say("all, nothing: " + WaitHandle.WaitAll(all, 30));
        b.Set();
        c.Release();
        Say("any, lowest index: " + WaitHandle.WaitAny(all, 1000));
        Say("all, one missing: " + WaitHandle.WaitAll(all, 30));
        Say("nothing was consumed: " + c.WaitOne(0));
        c.Release();
        Thread t = Go(() => Say("all: " + WaitHandle.WaitAll(all, 10000)));
        Settle();
        a.Set();
        t.Join();
        Say("consumed: " + !a.WaitOne(0) + " " + b.WaitOne(0) + " " + !c.WaitOne(0));
        b.Reset();
        t = Go(() => Say("any woken: " + WaitHandle.WaitAny(all)));
        Settle();
        c.Release();
        t.Join();
        return 0;
    }
}
