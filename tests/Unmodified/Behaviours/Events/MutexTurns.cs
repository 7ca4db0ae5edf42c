class MutexTurns : Scenario
{
    // A release hands the mutex to who waits for it, however soon its owner wants it again.
    public override int Run()
    {
        var m = new Mutex();
        var never = new AutoResetEvent(false);
        var always = new ManualResetEvent(true);
        void Hold()
        {
            m.WaitOne();
            Thread.Sleep(1);
            m.ReleaseMutex();
        }
        void One()
        {
            m.WaitOne();
            m.ReleaseMutex();
        }
        void Any()
        {
            WaitHandle.WaitAny(new WaitHandle[] { never, m });
            m.ReleaseMutex();
        }
        void All()
        {
            WaitHandle.WaitAll(new WaitHandle[] { always, m });
            m.ReleaseMutex();
        }
        void Again()
        {
            m.WaitOne();
            m.WaitOne();
            Thread.Sleep(1);
            m.ReleaseMutex();
            m.WaitOne();
            m.ReleaseMutex();
            m.ReleaseMutex();
        }
        Say("one: " + Turns.At(Hold, One));
        Say("any: " + Turns.At(Hold, Any));
        Say("all: " + Turns.At(Hold, All));
        Say("one of several: " + Turns.At(Hold, One, crowd: 3));
        Say("owned twice: " + Turns.At(Again, One));
        Say("beside a pool thread: " + Turns.At(Hold, One, onPool: true));
        Say("pool thread that owns it twice: " + Turns.At(Again, Any, onPool: true));
        return 0;
    }
}
