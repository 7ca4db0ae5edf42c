using System.Threading.Channels;

static class TaskWaits
{
    public static Wait TaskResult()
    {
        var source = new TaskCompletionSource<string>();
        return new Wait(() => source.Task.Result, () => source.SetResult("result"));
    }

    public static Wait TaskWaitThatFails()
    {
        var source = new TaskCompletionSource();
        return new Wait(() => { source.Task.Wait(); return "done"; }, () => source.SetException(new InvalidOperationException("no")));
    }

    public static Wait TaskGetAwaiterGetResult()
    {
        var source = new TaskCompletionSource<int>();
        return new Wait(() => source.Task.GetAwaiter().GetResult().ToString(), () => source.SetResult(7));
    }

    public static Wait TaskRunResult()
    {
        var go = new ManualResetEventSlim();
        return new Wait(() => Task.Run(() => { go.Wait(); return "from the pool"; }).Result, go.Set);
    }

    public static Wait LongRunningTask()
    {
        var go = new ManualResetEventSlim();
        return new Wait(() => Task.Factory.StartNew(() => { go.Wait(); return "long"; }, TaskCreationOptions.LongRunning).Result, go.Set);
    }

    public static Wait AsyncMethodResult()
    {
        var go = new SemaphoreSlim(0);
        return new Wait(() => Twice(go).Result, () => go.Release(2));
    }

    static async Task<string> Twice(SemaphoreSlim go)
    {
        await go.WaitAsync();
        await Task.Delay(5);
        await go.WaitAsync().ConfigureAwait(false);
        return "twice";
    }

    public static Wait TaskDelayWait()
    {
        return new Wait(() => { Task.Delay(200).Wait(); return "delayed"; }, () => { });
    }

    public static Wait WaitAllTasks()
    {
        var sources = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource()).ToArray();
        return new Wait(
            () => Task.WaitAll(sources.Select(s => s.Task).ToArray(), 20_000).ToString(),
            () => Array.ForEach(sources, s => s.SetResult()));
    }

    public static Wait WaitAnyTask()
    {
        var sources = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource()).ToArray();
        return new Wait(() => "index " + Task.WaitAny(sources.Select(s => s.Task).ToArray()), () => sources[3].SetResult());
    }

    public static Wait BlockingCollectionTake()
    {
        var queue = new BlockingCollection<string>();
        return new Wait(() => queue.Take(), () => queue.Add("item"));
    }

    public static Wait BlockingCollectionAdd()
    {
        var queue = new BlockingCollection<int>(1) { 1 };
        return new Wait(() => { queue.Add(2); return "added beside " + queue.Count; }, () => queue.Take());
    }

    public static Wait BlockingCollectionEnumerate()
    {
        var queue = new BlockingCollection<int>();
        return new Wait(() => "sum " + queue.GetConsumingEnumerable().Sum(), () => { queue.Add(3); queue.Add(4); queue.CompleteAdding(); });
    }

    public static Wait BlockingCollectionTakeFromAny()
    {
        var queues = new[] { new BlockingCollection<string>(), new BlockingCollection<string>() };
        return new Wait(() => { int i = BlockingCollection<string>.TakeFromAny(queues, out string item); return i + " " + item; }, () => queues[1].Add("b"));
    }

    public static Wait ChannelRead()
    {
        var channel = Channel.CreateBounded<string>(1);
        return new Wait(() => channel.Reader.ReadAsync().AsTask().Result, () => channel.Writer.TryWrite("message"));
    }

    public static Wait ChannelWrite()
    {
        var channel = Channel.CreateBounded<int>(1);
        channel.Writer.TryWrite(1);
        return new Wait(
            () => { channel.Writer.WriteAsync(2).AsTask().Wait(); return "written"; },
            () => channel.Reader.TryRead(out _));
    }

    public static Wait ParallelFor()
    {
        var go = new ManualResetEventSlim();
        int sum = 0;
        return new Wait(() => { Parallel.For(0, 8, i => { go.Wait(); Interlocked.Add(ref sum, i); }); return "sum " + sum; }, go.Set);
    }

    public static Wait ParallelInvoke()
    {
        var go = new ManualResetEventSlim();
        int ran = 0;
        Action one = () => { go.Wait(); Interlocked.Increment(ref ran); };
        return new Wait(() => { Parallel.Invoke(one, one, one); return "ran " + ran; }, go.Set);
    }

    public static Wait Plinq()
    {
        var go = new ManualResetEventSlim();
        return new Wait(() => "sum " + Enumerable.Range(0, 100).AsParallel().Select(i => { go.Wait(); return i; }).Sum(), go.Set);
    }

    public static Wait TimerCallback()
    {
        var done = new ManualResetEventSlim();
        return new Wait(() => { using var timer = new Timer(_ => done.Set(), null, 200, -1); done.Wait(); return "fired"; }, () => { });
    }

    public static Wait TimerDispose()
    {
        var inside = new ManualResetEventSlim();
        var go = new ManualResetEventSlim();
        var timer = new Timer(_ => { inside.Set(); go.Wait(); }, null, 0, -1);
        inside.Wait();
        var gone = new ManualResetEvent(false);
        return new Wait(() => { timer.Dispose(gone); return gone.WaitOne().ToString(); }, go.Set);
    }

    public static Wait CancellationRegistrationDispose()
    {
        var inside = new ManualResetEventSlim();
        var go = new ManualResetEventSlim();
        var source = new CancellationTokenSource();
        CancellationTokenRegistration registration = source.Token.Register(() => { inside.Set(); go.Wait(); });
        ThreadPool.QueueUserWorkItem(_ => source.Cancel());
        inside.Wait();
        return new Wait(() => { registration.Dispose(); return "disposed"; }, go.Set);
    }
}
