using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

// Threads by the thousand: first all at once, held at a gate until the last one runs; then as many again that end at once, a hundred at a time.
static class Storm
{
    const int Batch = 100;

    public static void Run(int count)
    {
        using var gate = new ManualResetEventSlim();
        using var running = new CountdownEvent(count);
        var clock = Stopwatch.StartNew();
        Thread[] threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            running.Signal();
            gate.Wait();
        })).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        running.Wait();
        gate.Set();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Say.Value("us at once", clock.Elapsed.TotalMicroseconds / count);
        clock.Restart();
        var batch = new Thread[Batch];
        for (int done = 0; done < count; done += Batch)
        {
            for (int i = 0; i < Batch; i++)
            {
                batch[i] = new Thread(() => { });
                batch[i].Start();
            }
            foreach (Thread thread in batch)
            {
                thread.Join();
            }
        }
        Say.Value("us in turn", clock.Elapsed.TotalMicroseconds / count);
        Say.Value("peak MiB", Say.PeakMiB());
    }

    public static async Task RunAsync(int count)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int running = 0;
        var clock = Stopwatch.StartNew();
        Task[] tasks = Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            if (Interlocked.Increment(ref running) == count)
            {
                all.SetResult();
            }
            await gate.Task;
        })).ToArray();
        await all.Task;
        gate.SetResult();
        await Task.WhenAll(tasks);
        Say.Value("us at once", clock.Elapsed.TotalMicroseconds / count);
        clock.Restart();
        var batch = new Task[Batch];
        for (int done = 0; done < count; done += Batch)
        {
            for (int i = 0; i < Batch; i++)
            {
                batch[i] = Task.Run(() => { });
            }
            await Task.WhenAll(batch);
        }
        Say.Value("us in turn", clock.Elapsed.TotalMicroseconds / count);
        Say.Value("peak MiB", Say.PeakMiB());
    }
}
