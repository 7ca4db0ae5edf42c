class WaitAllIsAtomic : Scenario
{
    // WaitAll takes nothing until it can take everything: whoever wants only one of them gets it meanwhile.
    public override int Run()
    {
        var a = new AutoResetEvent(false);
        var b = new AutoResetEvent(false);
        Thread both = Go(() => Say("both: " + WaitHandle.WaitAll(new WaitHandle[] { a, b }, 10000)));
        Settle();
        a.Set();
        Settle();
        Say("one goes to another: " + a.WaitOne(0));
        b.Set();
        Settle();
        a.Set();
        both.Join();
        Say("both gone: " + !a.WaitOne(0) + " " + !b.WaitOne(0));
        return 0;
    }
}
