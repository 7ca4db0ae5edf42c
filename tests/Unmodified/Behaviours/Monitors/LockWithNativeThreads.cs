class LockWithNativeThreads : Scenario
{
    // Threads and pool work in the same locks.
    public override int Run()
    {
        var gate = new object();
        int counter = 0;
        bool overlapped = false;
        int inside = 0;
        Action work = () =>
        {
            for (int k = 0; k < 300; k++)
            {
                lock (gate)
                {
                    overlapped |= ++inside != 1;
                    counter++;
                    if (k % 100 == 0)
                    {
                        Thread.Sleep(1);
                    }
                    inside--;
                }
            }
        };
        var threads = Enumerable.Range(0, 10).Select(_ => Go(work)).ToList();
        var tasks = Enumerable.Range(0, 4).Select(_ => Task.Run(work)).ToArray();
        threads.ForEach(t => t.Join());
        Task.WaitAll(tasks);
        Say("counter: " + counter + ", overlapped: " + overlapped);
        return 0;
    }
}
