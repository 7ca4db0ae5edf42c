class ReaderWriterLocks : Scenario
{
    public override int Run()
    {
        var rw = new ReaderWriterLockSlim();
        int readers = 0, most = 0, value = 0;
        bool mixed = false;
        var threads = new List<Thread>();
        for (int i = 0; i < 6; i++)
        {
            threads.Add(Go(() =>
            {
                for (int k = 0; k < 20; k++)
                {
                    rw.EnterReadLock();
                    int n = Interlocked.Increment(ref readers);
                    lock (threads)
                    {
                        most = Math.Max(most, n);
                    }
                    Thread.Sleep(k % 5 == 0 ? 2 : 0);
                    Interlocked.Decrement(ref readers);
                    rw.ExitReadLock();
                }
            }));
        }
        for (int i = 0; i < 2; i++)
        {
            threads.Add(Go(() =>
            {
                for (int k = 0; k < 20; k++)
                {
                    rw.EnterWriteLock();
                    mixed |= Volatile.Read(ref readers) != 0;
                    value++;
                    Thread.Sleep(0);
                    rw.ExitWriteLock();
                }
            }));
        }
        threads.ForEach(t => t.Join());
        Say("value: " + value + ", readers share: " + (most > 1) + ", mixed: " + mixed);
        rw.EnterWriteLock();
        Go(() => Say("try read: " + rw.TryEnterReadLock(30) + ", try write: " + rw.TryEnterWriteLock(30))).Join();
        Outcome("recursion", () => rw.EnterWriteLock());
        rw.ExitWriteLock();
        Outcome("exit too many", () => rw.ExitWriteLock());
        rw.EnterUpgradeableReadLock();
        Go(() =>
        {
            Say("another upgradeable: " + rw.TryEnterUpgradeableReadLock(30));
            Say("read beside upgradeable: " + rw.TryEnterReadLock(0));
            rw.ExitReadLock();
        }).Join();
        Say("upgrade: " + rw.TryEnterWriteLock(1000));
        rw.ExitWriteLock();
        rw.ExitUpgradeableReadLock();
        return 0;
    }
}
