class BusyThread : Scenario
{
    // A thread that burns CPU without a pause does not keep the others from their work.
    public override int Run()
    {
        bool stop = false;
        Thread busy = Go(() => { while (!Volatile.Read(ref stop)) { } });
        Settle();
        int ticks = 0;
        Thread ticker = Go(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                Thread.Sleep(5);
                ticks++;
            }
        });
        Say("others go on: " + ticker.Join(10000) + ", " + ticks);
        Volatile.Write(ref stop, true);
        busy.Join();
        return 0;
    }
}
