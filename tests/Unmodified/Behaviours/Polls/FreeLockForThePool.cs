using System.Diagnostics;

class FreeLockForThePool : Scenario
{
    // A thread that was pulsed in vain again and again has the lock kept for it. Who pulsed it may look for a thread that needs the lock, and wait for nothing else.
    public override int Run()
    {
        var o = new object();
        bool stop = false;
        Thread waiter = Go(() =>
        {
            lock (o)
            {
                while (!Volatile.Read(ref stop))
                {
                    Monitor.Wait(o);
                }
            }
        });
        Settle();
        Say("with lock: " + Rounds(o, () =>
        {
            lock (o)
            {
                return true;
            }
        }));
        Say("with a time limit: " + Rounds(o, () =>
        {
            bool taken = Monitor.TryEnter(o, 1000);
            if (taken)
            {
                Monitor.Exit(o);
            }
            return taken;
        }));
        lock (o)
        {
            stop = true;
            Monitor.Pulse(o);
        }
        waiter.Join();
        return 0;
    }

    static bool Rounds(object o, Func<bool> enters)
    {
        bool all = true;
        for (int i = 0; i < 5 && all; i++)
        {
            Thread.Sleep(5);
            lock (o)
            {
                Monitor.Pulse(o);
            }
            Thread.Yield();
            Thread.Yield();
            bool entered = false;
            lock (o)
            {
                Monitor.Pulse(o);
            }
            ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Write(ref entered, enters()), null);
            var watch = Stopwatch.StartNew();
            while (!Volatile.Read(ref entered) && watch.ElapsedMilliseconds < 1500)
            {
                Thread.SpinWait(100);
            }
            all = Volatile.Read(ref entered);
        }
        return all;
    }
}
