class ThreadIdentity : Scenario
{
    public override int Run()
    {
        var ids = new ConcurrentDictionary<int, Thread>();
        int wrong = 0;
        var all = new List<Thread>();
        for (int i = 0; i < 30; i++)
        {
            Thread self = null;
            string name = "worker " + i;
            self = new Thread(() =>
            {
                int id = Environment.CurrentManagedThreadId;
                ids[id] = Thread.CurrentThread;
                for (int k = 0; k < 10; k++)
                {
                    Thread.Sleep(1);
                    if (!ReferenceEquals(Thread.CurrentThread, self) || Thread.CurrentThread.Name != name
                        || Thread.CurrentThread.ManagedThreadId != id || self.ManagedThreadId != id || Thread.CurrentThread.IsThreadPoolThread)
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            });
            self.Name = name;
            all.Add(self);
            self.Start();
        }
        all.ForEach(t => t.Join());
        Say("distinct ids: " + ids.Count + ", wrong: " + wrong);
        Say("main is thread 1: " + (Environment.CurrentManagedThreadId == 1));
        return 0;
    }
}
