class ContextThatThrows : Scenario
{
    // Whatever a synchronization context throws that waits in Monitor.Wait's place: the lock is held again, and nobody waits.
    public override int Run()
    {
        var o = new object();
        Task.Run(() =>
        {
            lock (o)
            {
                SynchronizationContext.SetSynchronizationContext(new Refusing());
                try
                {
                    Outcome("wait", () => Monitor.Wait(o));
                }
                finally
                {
                    SynchronizationContext.SetSynchronizationContext(null);
                }
                Say("held: " + Monitor.IsEntered(o));
            }
        }).Wait();
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
        return 0;
    }

    class Refusing : SynchronizationContext
    {
        public Refusing()
        {
            SetWaitNotificationRequired();
        }

        public override int Wait(IntPtr[] handles, bool all, int milliseconds)
        {
            throw new InvalidOperationException("not now");
        }
    }
}
