class ContextThatWaits : Scenario
{
    // A synchronization context that waits in Monitor.Wait's place may run code that waits for a monitor, too.
    public override int Run()
    {
        var o = new object();
        var other = new object();
        Task.Run(() => On(new Pumping(() => Inner(other)), () =>
        {
            lock (o)
            {
                Say("outer: " + Monitor.Wait(o, 200));
            }
        })).Wait();
        Task.Run(() => On(new Pumping(() =>
        {
            lock (o)
            {
                Monitor.Pulse(o);
            }
            Inner(other);
        }), () =>
        {
            lock (o)
            {
                Say("outer, pulsed inside: " + Monitor.Wait(o, 10000));
            }
        })).Wait();
        Thread next = Go(() =>
        {
            lock (o)
            {
                Say("pulsed: " + Monitor.Wait(o, 10000));
            }
        });
        Settle();
        lock (o)
        {
            Monitor.Pulse(o);
        }
        next.Join();
        Interrupted(o);
        return 0;
    }

    static void Inner(object other)
    {
        lock (other)
        {
            Say("inner: " + Monitor.Wait(other, 20));
        }
    }

    // What the context throws comes first; that the thread was interrupted on its way back is not forgotten.
    static void Interrupted(object o)
    {
        var waits = new ManualResetEventSlim();
        var goesOn = new ManualResetEventSlim();
        Thread thread = null;
        Task waiter = Task.Run(() => On(new Pumping(() =>
        {
            waits.Set();
            SynchronizationContext.SetSynchronizationContext(null);
            goesOn.Wait();
            throw new InvalidOperationException("not now");
        }), () =>
        {
            thread = Thread.CurrentThread;
            lock (o)
            {
                Outcome("interrupted on the way back", () => Monitor.Wait(o));
                Say("held: " + Monitor.IsEntered(o));
            }
            Outcome("later", () => Thread.Sleep(1));
        }));
        waits.Wait();
        lock (o)
        {
            goesOn.Set();
            Settle();
            thread.Interrupt();
            Settle();
        }
        waiter.Wait();
    }

    static void On(SynchronizationContext context, Action action)
    {
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    class Pumping : SynchronizationContext
    {
        readonly Action _pump;
        bool _pumps;

        public Pumping(Action pump)
        {
            _pump = pump;
            SetWaitNotificationRequired();
        }

        public override int Wait(IntPtr[] handles, bool all, int milliseconds)
        {
            if (!_pumps)
            {
                _pumps = true;
                _pump();
            }
            return WaitHelper(handles, all, milliseconds);
        }
    }
}
