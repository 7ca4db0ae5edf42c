class TaskWaits : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            Say("result: " + Task.Run(() => { Thread.Sleep(50); return 7; }).Result);
            Say("timeout: " + Task.Delay(5000).Wait(30));
            Outcome("failed", () => Task.Run(() => throw new InvalidOperationException("inside")).Wait());
            Outcome("failed, awaited", () => Task.Run(() => throw new InvalidOperationException("inside")).GetAwaiter().GetResult());
            Say("any: " + Task.WaitAny(Task.Delay(5000), Task.Delay(30)));
            Say("all: " + Task.WaitAll(new[] { Task.Delay(10), Task.Delay(20) }, 5000));
            var cancel = new CancellationTokenSource(50);
            Outcome("cancelled wait", () => Task.Delay(5000).Wait(cancel.Token));
            Outcome("cancelled task", () => Task.Delay(5000, cancel.Token).Wait());
            Say("long running: " + Task.Factory.StartNew(() => { Thread.Sleep(20); return Thread.CurrentThread.IsThreadPoolThread; }, TaskCreationOptions.LongRunning).Result);
            Say("async over sync: " + AddAsync(3, 4).GetAwaiter().GetResult());
        }).Join();
        var source = new TaskCompletionSource<int>();
        var waiters = Enumerable.Range(0, 10).Select(_ => Go(() => source.Task.Wait())).ToList();
        Settle();
        source.SetResult(1);
        waiters.ForEach(t => t.Join());
        Say("all ten went on");
        return 0;
    }

    static async Task<int> AddAsync(int a, int b)
    {
        await Task.Delay(20);
        await Task.Yield();
        return a + b;
    }
}
