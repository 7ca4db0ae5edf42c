class TurnsAreShared : Scenario
{
    const int Threads = 4;

    // Who waits longest is next; nobody gets many times as much as another.
    public override int Run()
    {
        var semaphore = new Semaphore(1, 1);
        var ticket = new AutoResetEvent(true);
        var mutex = new Mutex();
        Say("semaphore: " + Share(() => semaphore.WaitOne(), () => semaphore.Release()));
        Say("event: " + Share(() => ticket.WaitOne(), () => ticket.Set()));
        Say("mutex: " + Share(() => mutex.WaitOne(), () => mutex.ReleaseMutex()));
        return 0;
    }

    static string Share(Action take, Action give)
    {
        bool stop = false;
        var turns = new long[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => Go(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                take();
                turns[i]++;
                Thread.SpinWait(5000);
                give();
            }
        })).ToList();
        Thread.Sleep(500);
        var had = turns.ToArray();
        stop = true;
        threads.ForEach(thread => thread.Join());
        return had.Min() > 0 && had.Max() < 10 * had.Min() ? "shared" : "not shared: " + string.Join(" ", had);
    }
}
