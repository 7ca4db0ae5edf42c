/// <summary>Loops that ask again and again, and never have to wait: the thread that ends each of them gets its turn.</summary>
class LoopsThatAsk : Scenario
{
    private volatile bool _isOver;

    public override int Run()
    {
        var set = new ManualResetEvent(true);
        var unset = new ManualResetEvent(false);
        var plenty = new Semaphore(1000000, 1000000);
        var mutex = new Mutex();

        Loop("an event that is set", () => set.WaitOne());
        Loop("an event that is set, with a limit", () => set.WaitOne(1000));
        Loop("an event that is not set, for no time", () => unset.WaitOne(0));
        Loop("a semaphore with plenty", () => plenty.WaitOne());
        Loop("a mutex of one's own", () =>
        {
            mutex.WaitOne();
            mutex.ReleaseMutex();
        });
        Loop("any of two", () => WaitHandle.WaitAny(new WaitHandle[] { unset, set }));
        Loop("any of two that are not set, for no time", () => WaitHandle.WaitAny(new WaitHandle[] { unset, unset }, 0));
        Loop("all of two", () => WaitHandle.WaitAll(new WaitHandle[] { plenty, set }));

        Thread sleeper = Go(() => unset.WaitOne());
        Loop("a thread that does not end", () => sleeper.Join(0));
        unset.Set();
        sleeper.Join();

        Loop("yields", () => Thread.Yield());
        Loop("sleeps of no time", () => Thread.Sleep(0));
        SpinWait spin = default;
        Loop("spins", () => spin.SpinOnce());
        return 0;
    }

    private void Loop(string what, Action ask)
    {
        _isOver = false;
        // Two of them, so that they are not alone with the one that ends them.
        Thread[] askers = new Thread[2];
        for (int i = 0; i < askers.Length; i++)
        {
            askers[i] = Go(() =>
            {
                while (!_isOver)
                {
                    ask();
                }
            });
        }
        Thread other = Go(() => _isOver = true);
        foreach (Thread asker in askers)
        {
            asker.Join();
        }
        other.Join();
        Say(what + ": ended");
    }
}
