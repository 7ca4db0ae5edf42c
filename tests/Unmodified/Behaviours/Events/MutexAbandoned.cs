class MutexAbandoned : Scenario
{
    public override int Run()
    {
        var m = new Mutex();
        Go(() => m.WaitOne()).Join();
        Settle();
        Outcome("take an abandoned one", () => m.WaitOne(2000));
        Outcome("it is owned all the same", () => m.ReleaseMutex());
        var other = new Mutex();
        var never = new ManualResetEvent(false);
        Thread owner = Go(() =>
        {
            other.WaitOne();
            Thread.Sleep(200);
        });
        Thread.Sleep(80);
        try
        {
            Say("any: " + WaitHandle.WaitAny(new WaitHandle[] { never, other }, 5000));
        }
        catch (AbandonedMutexException e)
        {
            Say("abandoned at " + e.MutexIndex + ", the very one: " + ReferenceEquals(e.Mutex, other));
        }
        owner.Join();
        Say("shortly before the time is over: " + Enumerable.Range(0, 3).Any(_ => ShortlyBefore()));
        return 0;
    }

    static bool ShortlyBefore()
    {
        var m = new Mutex();
        var held = new ManualResetEventSlim();
        Thread owner = Go(() =>
        {
            m.WaitOne();
            held.Set();
            Thread.Sleep(120);
        });
        held.Wait();
        try
        {
            return m.WaitOne(155);
        }
        catch (AbandonedMutexException)
        {
            return true;
        }
        finally
        {
            owner.Join();
        }
    }
}
