class WaitAllTurns : Scenario
{
    // A signal goes to the first in the queue that it can satisfy, be it one that waits for several.
    public override int Run()
    {
        var always = new ManualResetEvent(true);
        var s = new Semaphore(1, 1);
        var a = new AutoResetEvent(true);
        void HoldSemaphore()
        {
            s.WaitOne();
            Thread.Sleep(1);
            s.Release();
        }
        void HoldEvent()
        {
            a.WaitOne();
            Thread.Sleep(1);
            a.Set();
        }
        void AllSemaphore()
        {
            WaitHandle.WaitAll(new WaitHandle[] { always, s });
            s.Release();
        }
        void AllEvent()
        {
            WaitHandle.WaitAll(new WaitHandle[] { always, a });
            a.Set();
        }
        Say("semaphore: " + Turns.At(HoldSemaphore, AllSemaphore));
        Say("semaphore of several: " + Turns.At(HoldSemaphore, AllSemaphore, crowd: 3));
        Say("event: " + Turns.At(HoldEvent, AllEvent));
        for (int mutexes = 0; mutexes < 2; mutexes++)
        {
            Order(mutexes == 1);
            Any(mutexes == 1);
        }
        return 0;
    }

    static void Order(bool withMutex)
    {
        var a = new AutoResetEvent(false);
        var b = new Semaphore(0, 5);
        var m = new Mutex();
        WaitHandle[] handles = withMutex ? new WaitHandle[] { a, b, m } : new WaitHandle[] { a, b };
        Thread all = Go(() =>
        {
            WaitHandle.WaitAll(handles);
            Say("all");
            if (withMutex)
            {
                m.ReleaseMutex();
            }
        });
        Settle();
        Thread one = Go(() =>
        {
            a.WaitOne();
            Say("one");
        });
        Settle();
        Thread other = Go(() =>
        {
            a.WaitOne();
            Say("other");
        });
        Settle();
        a.Set();
        one.Join();
        b.Release();
        a.Set();
        all.Join();
        Say("other waits: " + !other.Join(50));
        a.Set();
        other.Join();
        Say("nothing left: " + !b.WaitOne(0) + " " + !a.WaitOne(0));
    }

    static void Any(bool withMutex)
    {
        var a = new AutoResetEvent(false);
        var m = new Mutex(true);
        WaitHandle[] handles = withMutex ? new WaitHandle[] { m, a } : new WaitHandle[] { a };
        Thread any = Go(() =>
        {
            Say("any " + WaitHandle.WaitAny(handles));
        });
        Settle();
        Thread one = Go(() =>
        {
            a.WaitOne();
            Say("one");
        });
        Settle();
        a.Set();
        any.Join();
        Say("one waits: " + !one.Join(50));
        a.Set();
        one.Join();
        m.ReleaseMutex();
    }
}
