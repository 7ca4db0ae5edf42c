using Microsoft.Win32.SafeHandles;

class HandlesOfAnotherClass : Scenario
{
    // A WaitHandle of the program's own class may stand for a mutex: that is its owner's, whatever it is waited for through.
    public override int Run()
    {
        foreach (bool several in new[] { false, true })
        {
            Say(several ? "one of several:" : "alone:");
            Mutexes(several);
            Pulsed(several);
        }
        var free = new ManualResetEvent(false);
        Go(() => Say("no mutex: " + new Other(free).WaitOne(20))).Join();
        return 0;
    }

    static void Mutexes(bool several)
    {
        var m = new Mutex();
        var other = new Other(m);
        var never = new ManualResetEvent(false);
        bool Wait(int milliseconds) => several ? WaitHandle.WaitAny(new WaitHandle[] { never, other }, milliseconds) == 1 : other.WaitOne(milliseconds);
        m.WaitOne();
        bool got = false;
        Thread waiter = Go(() =>
        {
            Volatile.Write(ref got, Wait(5000));
            Outcome("released by the second", m.ReleaseMutex);
        });
        Settle();
        Say("entered again: " + Wait(100));
        Settle();
        Say("owned by another: " + Volatile.Read(ref got));
        m.ReleaseMutex();
        m.ReleaseMutex();
        waiter.Join();
        Say("owned by another in the end: " + got);
        var ended = new Mutex();
        var taken = new ManualResetEventSlim();
        Thread owner = Go(() =>
        {
            ended.WaitOne();
            taken.Set();
            Thread.Sleep(100);
        });
        taken.Wait();
        other = new Other(ended);
        Outcome("abandoned", () => Wait(5000));
        owner.Join();
    }

    static void Pulsed(bool several)
    {
        var e = new ManualResetEvent(false);
        var never = new ManualResetEvent(false);
        var other = new Other(e);
        Thread[] waiters = Enumerable.Range(0, 3).Select(_ => Go(() =>
        {
            bool woken = several ? WaitHandle.WaitAny(new WaitHandle[] { never, other }, 2000) == 1 : other.WaitOne(2000);
            Say("pulsed: " + woken);
        })).ToArray();
        Settle();
        e.Set();
        e.Reset();
        Array.ForEach(waiters, t => t.Join());
    }

    class Other : WaitHandle
    {
        public Other(WaitHandle handle)
        {
            SafeWaitHandle = new SafeWaitHandle(handle.SafeWaitHandle.DangerousGetHandle(), false);
        }
    }
}
