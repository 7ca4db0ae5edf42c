class SlimTurns : Scenario
{
    // Whatever the base class library makes of monitors and events lets others have their turn.
    public override int Run()
    {
        foreach (int crowd in new[] { 1, 3 })
        {
            var s = new SemaphoreSlim(1);
            Say("semaphore: " + Both(s.Wait, () => s.Release(), crowd));
            var c = new BlockingCollection<int>(1);
            Say("collection: " + Both(() => c.Add(1), () => c.Take(), crowd));
            var rw = new ReaderWriterLockSlim();
            Say("writer: " + Both(rw.EnterWriteLock, rw.ExitWriteLock, crowd));
            Say("upgradeable reader: " + Both(rw.EnterUpgradeableReadLock, rw.ExitUpgradeableReadLock, crowd));
            var m = new object();
            Say("lock: " + Both(() => Monitor.Enter(m), () => Monitor.Exit(m), crowd));
        }
        return 0;
    }

    static string Both(Action enter, Action leave, int crowd)
    {
        return Turns.At(() =>
        {
            enter();
            Thread.Sleep(1);
            leave();
        }, () =>
        {
            enter();
            leave();
        }, crowd);
    }
}
