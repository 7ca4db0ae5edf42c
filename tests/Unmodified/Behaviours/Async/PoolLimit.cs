/// <summary>SetMaxThreads bounds how many items can wait at the same time; the others run when one is done.</summary>
class PoolLimit : Scenario
{
    public override int Run()
    {
        int limit = Environment.ProcessorCount + 2;
        ThreadPool.SetMaxThreads(limit, limit);
        int inside = 0, most = 0;
        Task.WaitAll(Enumerable.Range(0, limit * 5).Select(_ => Task.Run(() =>
        {
            int now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            Thread.Sleep(5);
            Interlocked.Decrement(ref inside);
        })).ToArray());
        Say("never more than allowed: " + (most <= limit));

        // All that are allowed wait for what the last one brings.
        var go = new ManualResetEventSlim();
        Task[] waiting = Enumerable.Range(0, limit - 1).Select(_ => Task.Run(() => go.Wait())).ToArray();
        Task.Run(() => go.Set()).Wait();
        Task.WaitAll(waiting);
        Say("the last one came through");
        return 0;
    }

    static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref place)) && Interlocked.CompareExchange(ref place, value, seen) != seen)
        {
        }
    }
}
