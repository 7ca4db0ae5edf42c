class TaskStorm : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            long sum = 0;
            Task.WaitAll(Enumerable.Range(0, 100000).Select(i => Task.Run(() => Interlocked.Add(ref sum, i))).ToArray());
            Say("tasks: " + sum);

            var done = new CountdownEvent(20000);
            for (int i = 0; i < 20000; i++)
            {
                ThreadPool.QueueUserWorkItem(_ => done.Signal());
            }
            done.Wait();
            Say("work items: done");

            Say("tree: " + Tree(12).Result);
            Say("await storm: " + Task.WhenAll(Enumerable.Range(0, 5000).Select(i => HopAsync(i))).Result.Sum());
            long sleepers = 0;
            Task.WaitAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => { Thread.Sleep(20); Interlocked.Increment(ref sleepers); })).ToArray());
            Say("sleepers: " + sleepers);
        }).Join();
        return 0;
    }

    static async Task<int> Tree(int depth)
    {
        if (depth == 0)
        {
            return 1;
        }
        Task<int> left = Task.Run(() => Tree(depth - 1));
        Task<int> right = Task.Run(() => Tree(depth - 1));
        return await left + await right;
    }

    static async Task<int> HopAsync(int i)
    {
        await Task.Yield();
        await Task.Yield();
        return i % 7;
    }
}
