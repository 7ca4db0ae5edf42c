class TaskSchedulers : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            var pair = new ConcurrentExclusiveSchedulerPair();
            int value = 0;
            var exclusive = new TaskFactory(pair.ExclusiveScheduler);
            Task.WaitAll(Enumerable.Range(0, 200).Select(_ => exclusive.StartNew(() => { int seen = value; Thread.Yield(); value = seen + 1; })).ToArray());
            Say("exclusive: " + value);
            pair.Complete();
            Say("completed: " + pair.Completion.Wait(10000));

            Say("children: " + Task.Factory.StartNew(() =>
            {
                int[] results = new int[3];
                for (int i = 0; i < 3; i++)
                {
                    int k = i;
                    Task.Factory.StartNew(() => { Thread.Sleep(5); results[k] = k; }, TaskCreationOptions.AttachedToParent);
                }
                return results;
            }).Result.Sum());

            var text = new StringBuilder();
            Task chain = Task.Run(() => text.Append("a"));
            chain = chain.ContinueWith(_ => text.Append("b"), TaskContinuationOptions.ExecuteSynchronously);
            chain = chain.ContinueWith(_ => { Thread.Sleep(2); text.Append("c"); });
            chain = chain.ContinueWith(_ => text.Append("d"), TaskContinuationOptions.LongRunning);
            chain.Wait();
            Say("chain: " + text);

            Say("long running: " + Task.Factory.StartNew(() => Thread.CurrentThread.IsThreadPoolThread, TaskCreationOptions.LongRunning).Result);
            Say("scheduler: " + Task.Run(() => TaskScheduler.Current == TaskScheduler.Default).Result);
            var source = new TaskCompletionSource<int>();
            Task<int> waiting = Task.Run(() => source.Task.Result + 1);
            Settle();
            source.SetResult(41);
            Say("completion source: " + waiting.Result);

            // More that wait for one another than there are processors.
            int crowd = Environment.ProcessorCount + 2;
            var meeting = new Barrier(crowd);
            Task.WaitAll(Enumerable.Range(0, crowd).Select(_ => Task.Run(() => meeting.SignalAndWait())).ToArray());
            Say("all met");
        }).Join();
        return 0;
    }
}
