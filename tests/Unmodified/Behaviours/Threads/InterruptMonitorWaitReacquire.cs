class InterruptMonitorWaitReacquire : Scenario
{
    // An interrupted waiter has to take the lock again before its exception may leave Wait.
    public override int Run()
    {
        var gate = new object();
        bool released = false;
        Thread t = Go(() =>
        {
            lock (gate)
            {
                try
                {
                    Monitor.Wait(gate);
                }
                catch (ThreadInterruptedException)
                {
                    Say("interrupted after the lock was released: " + released);
                }
            }
        });
        Settle();
        lock (gate)
        {
            t.Interrupt();
            Thread.Sleep(100);
            released = true;
        }
        t.Join();
        return 0;
    }
}
