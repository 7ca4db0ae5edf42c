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
        return 0;
    }
}
