class SpinWaits : Scenario
{
    public override int Run()
    {
        bool flag = false;
        Thread t = Go(() => { SpinWait.SpinUntil(() => Volatile.Read(ref flag)); Say("saw it"); });
        Settle();
        Volatile.Write(ref flag, true);
        t.Join();
        Say("timeout: " + SpinWait.SpinUntil(() => false, 30));
        var spin = new SpinLock(true);
        int count = 0;
        var threads = Enumerable.Range(0, 8).Select(_ => Go(() =>
        {
            for (int k = 0; k < 200; k++)
            {
                bool taken = false;
                spin.Enter(ref taken);
                count++;
                spin.Exit();
            }
        })).ToList();
        threads.ForEach(x => x.Join());
        Say("count: " + count);
        // A hand-made spin loop that yields.
        flag = false;
        Thread spinner = Go(() => { var s = new SpinWait(); while (!Volatile.Read(ref flag)) { s.SpinOnce(); } Say("spun"); });
        Thread yielder = Go(() => { while (!Volatile.Read(ref flag)) { Thread.Yield(); } });
        Settle();
        Volatile.Write(ref flag, true);
        spinner.Join();
        yielder.Join();
        return 0;
    }
}
