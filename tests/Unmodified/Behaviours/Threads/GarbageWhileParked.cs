class GarbageWhileParked : Scenario
{
    // What parked threads hold must survive compacting collections, and what they do not hold must go.
    public override int Run()
    {
        var release = new ManualResetEvent(false);
        int wrong = 0;
        var weak = new ConcurrentBag<WeakReference>();
        var threads = Enumerable.Range(0, 100).Select(i => Go(() =>
        {
            byte[] mine = new byte[1000 + i];
            Array.Fill(mine, (byte)i);
            weak.Add(new WeakReference(mine));
            release.WaitOne();
            if (mine.Length != 1000 + i || mine.Any(b => b != (byte)i))
            {
                Interlocked.Increment(ref wrong);
            }
        })).ToList();
        Settle();
        for (int k = 0; k < 5; k++)
        {
            byte[] garbage = new byte[1 << 20];
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        Say("alive: " + weak.Count(w => w.IsAlive));
        release.Set();
        threads.ForEach(t => t.Join());
        threads.Clear();
        GC.Collect();
        Say("wrong: " + wrong);
        return 0;
    }
}
