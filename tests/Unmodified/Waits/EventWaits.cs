static class EventWaits
{
    public static Wait Sleep()
    {
        return new Wait(() => { Thread.Sleep(200); return "slept"; }, () => { });
    }

    public static Wait ManualResetEvent()
    {
        var e = new ManualResetEvent(false);
        return new Wait(() => { e.WaitOne(); return "set"; }, () => e.Set());
    }

    public static Wait AutoResetEventWithTimeout()
    {
        var e = new AutoResetEvent(false);
        return new Wait(() => e.WaitOne(10_000) + " " + e.WaitOne(20), () => e.Set());
    }

    public static Wait NamedEventIsRefused()
    {
        return new Wait(() => { Thread.Sleep(200); using var e = new EventWaitHandle(false, EventResetMode.AutoReset, "x"); return "made"; }, () => { });
    }

    // A long-running task of the framework's own waits natively for what it hands to the listener.
    public static Wait EventListenerOfTheRuntime()
    {
        var listener = new CollectionListener();
        return new Wait(() => { listener.Seen.Wait(); listener.Dispose(); return "a collection"; }, GC.Collect);
    }

    public static Wait ManualResetEventSlim()
    {
        var e = new ManualResetEventSlim();
        return new Wait(() => { e.Wait(); return "set"; }, e.Set);
    }

    public static Wait SemaphoreSlim()
    {
        var s = new SemaphoreSlim(0);
        return new Wait(() => { s.Wait(); return "entered"; }, () => s.Release());
    }

    public static Wait Semaphore()
    {
        var s = new Semaphore(0, 1);
        return new Wait(() => s.WaitOne().ToString(), () => s.Release());
    }

    public static Wait CountdownEvent()
    {
        var c = new CountdownEvent(2);
        return new Wait(() => { c.Wait(); return "zero"; }, () => { c.Signal(); c.Signal(); });
    }

    public static Wait Barrier()
    {
        var b = new Barrier(2);
        return new Wait(() => { b.SignalAndWait(); return "phase " + b.CurrentPhaseNumber; }, () => b.SignalAndWait());
    }

    public static Wait WaitAny()
    {
        var handles = new WaitHandle[] { new ManualResetEvent(false), new AutoResetEvent(false), new Semaphore(0, 1) };
        return new Wait(() => "index " + WaitHandle.WaitAny(handles), () => ((AutoResetEvent)handles[1]).Set());
    }

    public static Wait WaitAll()
    {
        var handles = new WaitHandle[] { new ManualResetEvent(true), new AutoResetEvent(false) };
        return new Wait(() => "all " + WaitHandle.WaitAll(handles), () => ((AutoResetEvent)handles[1]).Set());
    }

    public static Wait SignalAndWait()
    {
        var first = new AutoResetEvent(false);
        var second = new AutoResetEvent(false);
        return new Wait(() => WaitHandle.SignalAndWait(first, second).ToString(), () => { first.WaitOne(); second.Set(); });
    }

    public static Wait CancellationWaitHandle()
    {
        var cancel = new CancellationTokenSource();
        return new Wait(() => cancel.Token.WaitHandle.WaitOne().ToString(), cancel.Cancel);
    }

    public static Wait CancelledSemaphoreSlim()
    {
        var cancel = new CancellationTokenSource();
        var s = new SemaphoreSlim(0);
        return new Wait(() => { s.Wait(cancel.Token); return "entered"; }, cancel.Cancel);
    }

    public static Wait CancelAfter()
    {
        var cancel = new CancellationTokenSource(200);
        return new Wait(() => { new ManualResetEventSlim().Wait(cancel.Token); return "set"; }, () => { });
    }
}
