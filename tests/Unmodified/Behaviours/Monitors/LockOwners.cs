class LockOwners : Scenario
{
    // Threads that have used a lock before are told apart by the next one: it lets in one of them, and knows its owner.
    public override int Run()
    {
        var shared = new Lock();
        int inside = 0, most = 0, owners = 0;
        Thread[] threads = Enumerable.Range(0, 8).Select(_ => Go(() =>
        {
            lock (new Lock())
            {
                Thread.Sleep(2);
            }
            for (int i = 0; i < 5; i++)
            {
                if (shared.IsHeldByCurrentThread)
                {
                    Interlocked.Increment(ref owners);
                }
                lock (shared)
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Thread.Sleep(1);
                    Interlocked.Decrement(ref inside);
                }
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Join());
        Say("at once inside " + most + ", taken for the owner without being it " + owners);
        Say("misuse: " + Describe(Misuse(shared)));
        return 0;
    }

    static Exception Misuse(Lock shared)
    {
        var held = new ManualResetEventSlim();
        var done = new ManualResetEventSlim();
        Exception thrown = null;
        Thread owner = Go(() => { lock (shared) { held.Set(); done.Wait(); } });
        held.Wait();
        try
        {
            shared.Exit();
        }
        catch (Exception e)
        {
            thrown = e;
        }
        done.Set();
        owner.Join();
        return thrown;
    }
}
