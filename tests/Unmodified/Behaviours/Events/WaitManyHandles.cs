class WaitManyHandles : Scenario
{
    public override int Run()
    {
        var handles = Enumerable.Range(0, 64).Select(_ => (WaitHandle)new AutoResetEvent(false)).ToArray();
        Thread t = Go(() => Say("any of 64: " + WaitHandle.WaitAny(handles, 10000)));
        Settle();
        ((AutoResetEvent)handles[63]).Set();
        t.Join();
        t = Go(() => Say("all of 64: " + WaitHandle.WaitAll(handles, 10000)));
        Settle();
        foreach (AutoResetEvent e in handles)
        {
            e.Set();
        }
        t.Join();
        var tooMany = handles.Append(new AutoResetEvent(true)).ToArray();
        Outcome("any of 65", () => WaitHandle.WaitAny(tooMany, 0));
        Outcome("all of 65", () => WaitHandle.WaitAll(tooMany, 0));
        Outcome("any of none", () => WaitHandle.WaitAny(new WaitHandle[0], 0));
        Outcome("all of none", () => WaitHandle.WaitAll(new WaitHandle[0], 0));
        Outcome("any with null", () => WaitHandle.WaitAny(new WaitHandle[] { null }, 0));
        Outcome("any twice the same", () => Say("index " + WaitHandle.WaitAny(new[] { handles[0], handles[0] }, 0)));
        Outcome("all twice the same", () => WaitHandle.WaitAll(new[] { handles[0], handles[0] }, 0));
        Outcome("null array", () => WaitHandle.WaitAny(null));
        Outcome("-2", () => handles[0].WaitOne(-2));
        return 0;
    }
}
